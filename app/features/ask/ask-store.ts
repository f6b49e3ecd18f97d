import { create } from "zustand";
import type { PartOfAnswer, SentenceSource } from "../../core/budget/trace-answer";
import type { ErrorData } from "../../core/errors";
import type { SentenceEvidence } from "../../core/evidence/evidence";
import type { Span } from "../../core/text/span";
import type { Exchange } from "../../core/tasks/follow-up";
import type { TaskResult } from "../../core/tasks/result";
import type { TaskId } from "../../core/tasks/task";
import type { TokenTable } from "../../core/tokenizer/token-table";
import type { Generation } from "../../engine/generate";
import type { LoadProgress } from "../../engine/load-progress";
import type { LoadedModel } from "../../workers/engine/protocol";
import { greedySettings, type AnswerSettings } from "./answer-presets";

/** The model in memory. */
export type EngineState =
  | { kind: "idle" }
  | { kind: "loading"; modelId: string; progress: LoadProgress | undefined; elapsedMs: number }
  | { kind: "ready"; model: LoadedModel; tokens: TokenTable }
  | { kind: "failed"; modelId: string; error: ErrorData };

/** What was asked: enough to ask the same again. In memory only. */
export interface Asked {
  note: string;
  taskId: TaskId;
  /** What the task's fields held. */
  values: Record<string, string>;
  /** What the model was told to do with the note. */
  instruction: string;
  /** What was asked and answered before, which the question follows; part of the instruction. */
  earlier: readonly Exchange[];
  settings: AnswerSettings;
  modelId: string;
  ifTooLong: LongNoteChoice;
}

/** What to do with a note that does not fit the model's context. It is never cut. */
export type LongNoteChoice =
  /** All of it is read, part by part, and the answers are put together as they are. */
  | { kind: "parts" }
  /** The same, and the model makes one answer of them. */
  | { kind: "combined" }
  /** Only some sections are read: those of these indices, or else those that have most to do with the question. */
  | { kind: "sections"; chosen?: readonly number[] };

/** What the model said of one part of a long note. */
export interface AnsweredPart extends PartOfAnswer {
  /** Why it is not whole: it ended at its length limit, or the reading of the note ended there. */
  cut?: "length" | "unfinished";
}

/** What of the note the model was given. */
export type Sent =
  | { kind: "whole" }
  | { kind: "sections"; text: string; read: readonly string[]; left: readonly string[] }
  /** `combined` is what was read in the note's place in the end; empty until then, and where answers are put together by no model. */
  | { kind: "parts"; count: number; answers: readonly AnsweredPart[]; combined: string };

/** An answer, or as much of it as there was when it was stopped or when the model failed. */
export interface AnswerResult extends Omit<Generation, "finish"> {
  text: string;
  finish: Generation["finish"] | "failed";
  /** What ended it, or kept it from going on. */
  error?: ErrorData | undefined;
}

/** How far an answer is. */
export type AnswerState =
  /** Waiting for the model, then reading note and question. */
  | {
      kind: "reading";
      /** Of these, `tokensBefore` had been read before: they took none of the time. */
      tokensDone: number;
      tokensBefore: number;
      tokensTotal: number;
      elapsedMs: number;
      stopping: boolean;
    }
  | { kind: "streaming"; text: string; tokensDone: number; stopping: boolean }
  | { kind: "done"; result: AnswerResult }
  /** Before a word was said. */
  | { kind: "failed"; error: ErrorData };

/** What the note says of each sentence of an answer. */
export type EvidenceState =
  | { kind: "none" }
  /** `sources`: where each sentence comes from, of an answer that was combined from parts. */
  | { kind: "found"; sentences: SentenceEvidence[]; sources?: SentenceSource[] }
  | { kind: "failed"; error: ErrorData };

/** Unacceptable, poor, satisfactory, excellent: the paper's rubric. */
export type Rating = 1 | 2 | 3 | 4;

export interface Answer {
  id: number;
  asked: Asked;
  /** Undefined until it is known whether the note fits. */
  sent?: Sent;
  state: AnswerState;
  /** What its task makes of it, once it is complete. */
  parsed?: TaskResult | undefined;
  evidence: EvidenceState;
  rating?: Rating | undefined;
}

export interface AskState {
  engine: EngineState;
  taskId: TaskId;
  /** What each task's fields hold. */
  values: Partial<Record<TaskId, Record<string, string>>>;
  /** What the next question follows, of the note that it was asked about. */
  follows: { note: string; earlier: readonly Exchange[] } | undefined;
  settings: AnswerSettings;
  ifTooLong: LongNoteChoice;
  /** This visit's answers, oldest first. In memory only: they are gone with the tab. */
  answers: Answer[];
  /** The answer on the page. */
  shownId: number | undefined;
  /** The answer that it is compared with. */
  comparedId: number | undefined;
  /** The answer that was cleared last. */
  cleared: Answer | undefined;
  /** What the reader of the answer wants to see in the note, or points at there. */
  pointedAt: PointedAt | undefined;
}

/** A sentence of the shown answer, by its index, to be brought into view where it is sought from the note; or a part of the note. */
export type PointedAt = { kind: "sentence"; index: number; isSought?: boolean } | { kind: "span"; span: Span };

export const useAsk = create<AskState>(() => ({
  engine: { kind: "idle" },
  taskId: "question",
  values: {},
  follows: undefined,
  settings: greedySettings,
  ifTooLong: { kind: "parts" },
  answers: [],
  shownId: undefined,
  comparedId: undefined,
  cleared: undefined,
  pointedAt: undefined,
}));

/** True while an answer is on its way, from loading the model to the last token. */
export function isAnswering({ answers }: AskState): boolean {
  const last = answers.at(-1);
  return last !== undefined && isUnderWay(last.state);
}

export function isUnderWay(state: AnswerState): state is Extract<AnswerState, { stopping: boolean }> {
  return "stopping" in state;
}

export function shownAnswer({ answers, shownId }: AskState): Answer | undefined {
  return answers.find(({ id }) => id === shownId);
}

/** Changes one answer, if it is still there. */
export function updateAnswer(id: number, change: Partial<Answer>): void {
  useAsk.setState(({ answers }) => ({
    answers: answers.map((answer) => (answer.id === id ? { ...answer, ...change } : answer)),
  }));
}

/** Takes an answer out at its reader's wish, who may want it back. */
export function clearAnswer(answer: Answer): void {
  removeAnswer(answer.id);
  useAsk.setState({ cleared: answer });
}

/** Brings the answer back that was cleared last, as the latest. */
export function bringAnswerBack(): void {
  useAsk.setState((state) => {
    const { answers, cleared } = state;
    return cleared === undefined
      ? state
      : { answers: [...answers, cleared], shownId: cleared.id, cleared: undefined, pointedAt: undefined };
  });
}

/** Takes an answer out, and shows the one before it. */
export function removeAnswer(id: number): void {
  useAsk.setState(({ answers, shownId, pointedAt }) => {
    const left = answers.filter((answer) => answer.id !== id);
    const shown = shownId === id ? { shownId: left.at(-1)?.id, pointedAt: undefined } : { shownId, pointedAt };
    return { answers: left, ...shown, comparedId: undefined };
  });
}

/** Shows a part of the note, again where it is the one that was shown last. */
export function pointAt(pointedAt: PointedAt): void {
  useAsk.setState({ pointedAt: undefined });
  setTimeout(() => useAsk.setState({ pointedAt }));
}
