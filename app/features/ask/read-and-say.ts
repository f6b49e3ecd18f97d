import { combinedNote, combiningInstruction, groupAnswers, type PartAnswer } from "../../core/budget/combine";
import { joinAnswers } from "../../core/budget/join-answers";
import type { MeasuredSection, NoteBudget } from "../../core/budget/measure-note";
import { toErrorData } from "../../core/errors";
import type { EngineKind } from "../../core/models/engine";
import { overlap, type Span } from "../../core/text/span";
import { updateAnswer, type Answer, type AnsweredPart, type AnswerResult, type Sent } from "./ask-store";
import { chosenSections } from "./chosen-sections";
import { tokenizer } from "./engine";
import { generateAnswer, type Prompt } from "./generate-answer";
import { requireLoaded } from "./load-model";

interface ReadOptions {
  answer: Answer;
  /** What was said of the answer before, which this goes on with. */
  before: AnswerResult | undefined;
  on: EngineKind;
  signal: AbortSignal;
}

/**
 * Has the model read the note and answer. A note that fits its context is read as it is; of one that does not, the sections that
 * were chosen, or all parts one by one, whose answers are then put together, by the model where that was chosen. Where that is
 * stopped or fails, what was said until then is the result.
 */
export async function readAndSay(options: ReadOptions): Promise<AnswerResult> {
  try {
    return await readAndAnswer(options);
  } catch (error) {
    const said = options.before ?? joined([], []);
    return { ...said, finish: "failed", error: toErrorData(error) };
  }
}

async function readAndAnswer(options: ReadOptions): Promise<AnswerResult> {
  const { answer, before, on, signal } = options;
  const { id, asked } = answer;
  const say = (prompt: Pick<Prompt, "note" | "instruction">) =>
    generateAnswer({ id, prompt: { ...asked, ...prompt }, before, on, signal });
  const sent = answer.sent ?? (await read(options));
  if (!("result" in sent)) updateAnswer(id, { sent });
  else return sent.result;
  switch (sent.kind) {
    case "whole":
      return await say({ note: asked.note, instruction: asked.instruction });
    case "sections":
      return await say({ note: sent.text, instruction: asked.instruction });
    case "parts": {
      const result = await say({ note: sent.combined, instruction: combiningInstruction(asked.instruction) });
      return isBrokenOff(result) && result.text === "" ? { ...result, text: joinAnswers(sent.answers) } : result;
    }
  }
}

/** Finds out what the answer is to be read from; reads the parts of a long note. The result alone where that was stopped. */
async function read(options: ReadOptions): Promise<Sent | { result: AnswerResult }> {
  const { note, instruction, settings, modelId, ifTooLong } = options.answer.asked;
  const { model } = requireLoaded();
  const budget = await tokenizer.call("measureNote", {
    modelId,
    note,
    question: instruction,
    promptForm: settings.promptForm,
    contextTokens: model.contextTokens,
    answerTokens: settings.maxNewTokens,
  });
  // Where not even the question has room, the engine says so.
  if (budget.fits || budget.parts.length === 0) return { kind: "whole" };
  return ifTooLong.kind === "sections" ? sectionsOf(note, budget, ifTooLong.chosen) : await readParts(options, budget);
}

function sectionsOf(note: string, budget: NoteBudget, chosen: readonly number[] | undefined): Sent {
  const indices = chosenSections(budget, chosen);
  const read = budget.sections.filter((_, index) => indices.includes(index));
  const left = budget.sections.filter((_, index) => !indices.includes(index));
  return {
    kind: "sections",
    text: read.map(({ start, end }) => note.slice(start, end).trim()).join("\n\n"),
    read: read.map(({ title }) => title),
    left: left.map(({ title }) => title),
  };
}

/** Asks every part; then puts their answers together, or combines some until all have room for the model to make one of them. */
async function readParts(
  { answer, on, signal }: ReadOptions,
  budget: NoteBudget,
): Promise<Sent | { result: AnswerResult }> {
  const { id, asked } = answer;
  const settings = { ...asked.settings, maxNewTokens: budget.answerTokens };
  const ask = (note: string, instruction: string) =>
    generateAnswer({ id, prompt: { ...asked, note, instruction, settings }, on, signal });
  const answers: AnsweredPart[] = [];
  const results: AnswerResult[] = [];
  const sent = (combined: string): Sent => ({
    kind: "parts",
    count: budget.parts.length,
    answers: [...answers],
    combined,
  });
  for (const span of budget.parts) {
    updateAnswer(id, { sent: sent("") });
    const result = await ask(asked.note.slice(span.start, span.end), asked.instruction);
    const { text, finish } = result;
    const answered = { span, titles: titlesIn(span, budget.sections), text };
    results.push(result);
    if (isBrokenOff(result)) {
      if (text !== "") answers.push({ ...answered, cut: "unfinished" });
      break;
    }
    answers.push(finish === "stop" ? answered : { ...answered, cut: "length" });
  }
  updateAnswer(id, { sent: sent("") });
  if (asked.ifTooLong.kind === "parts" || results.some(isBrokenOff)) return { result: joined(answers, results) };

  try {
    return await combine();
  } catch (error) {
    return { result: { ...joined(answers, results), finish: "failed", error: toErrorData(error) } };
  }

  async function combine(): Promise<Sent | { result: AnswerResult }> {
    const instruction = combiningInstruction(asked.instruction);
    const [plain = 0, combining = 0] = await count([asked.instruction, instruction]);
    const room = budget.room - (combining - plain);
    let left: PartAnswer[] = answers;
    for (;;) {
      const tokens = await count(left.map((part) => combinedNote([part])));
      if (tokens.reduce((sum, size) => sum + size, 0) <= room || left.length < 2) return sent(combinedNote(left));
      const combined: PartAnswer[] = [];
      for (const group of groupAnswers(left, tokens, room)) {
        if (group.length === 1) combined.push(...group);
        else {
          const result = await ask(combinedNote(group), instruction);
          if (isBrokenOff(result)) return { result: joined(answers, [...results, result]) };
          combined.push({ titles: group.flatMap(({ titles }) => titles), text: result.text });
        }
      }
      left = combined;
    }
  }

  function count(texts: readonly string[]): Promise<number[]> {
    return tokenizer.call("countTokens", { modelId: asked.modelId, texts });
  }
}

/** Whether it ended before the model had said all that it would. */
function isBrokenOff({ finish }: AnswerResult): boolean {
  return finish === "cancelled" || finish === "failed";
}

/** An answer that was put together from those to parts, by no model: what it took is what they took together. */
function joined(answers: readonly PartAnswer[], results: readonly AnswerResult[]): AnswerResult {
  const brokenOff = results.find(isBrokenOff);
  const sum = (measure: (result: AnswerResult) => number) =>
    results.reduce((total, result) => total + measure(result), 0);
  return {
    text: joinAnswers(answers),
    ids: [],
    finish: brokenOff?.finish ?? "stop",
    error: brokenOff?.error,
    promptTokens: sum(({ promptTokens }) => promptTokens),
    reusedTokens: sum(({ reusedTokens }) => reusedTokens),
    answerTokens: sum(({ answerTokens }) => answerTokens),
    prefillMs: sum(({ prefillMs }) => prefillMs),
    decodeMs: sum(({ decodeMs }) => decodeMs),
  };
}

/** Titles of the sections that a part is made of. */
function titlesIn(part: Span, sections: readonly MeasuredSection[]): string[] {
  return sections.filter((section) => overlap(section, part)).map(({ title }) => title);
}
