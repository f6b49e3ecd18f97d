/** The parts in use of a package that comes without types. */
declare module "mistral-tokenizer-js" {
  const mistralTokenizer: {
    vocabById: string[];
    /** By "left right", in order of precedence. */
    merges: Map<string, number>;
    /** Begins with the id of `<s>`, and reads no control token in a text. */
    encode(text: string): number[];
  };
  export default mistralTokenizer;
}
