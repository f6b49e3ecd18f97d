/** Keeps `LanguageModel.readIds` for an engine. */
export class ReadingLog {
  /** All ids that were read since the last reset; undefined where a call failed. */
  ids: readonly number[] | undefined = [];

  /** Runs what reads ids. */
  async reading<T>(ids: readonly number[], read: () => Promise<T>): Promise<T> {
    const before = this.ids;
    this.ids = undefined;
    const result = await read();
    if (before !== undefined) this.ids = [...before, ...ids];
    return result;
  }

  /** Runs what makes the model forget. */
  async resetting(reset: () => Promise<void>): Promise<void> {
    this.ids = undefined;
    await reset();
    this.ids = [];
  }
}
