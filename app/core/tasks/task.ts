/** The eight tasks that Asclepius was trained for (arXiv 2309.00237), and instructions of one's own. */
export type TaskId =
  | "entities"
  | "abbreviations"
  | "relations"
  | "timeline"
  | "coreference"
  | "paraphrase"
  | "summary"
  | "question"
  | "free";

/** What a field holds, by its id; absent means empty. */
export type TaskValues = Readonly<Record<string, string>>;

interface FieldBase {
  id: string;
  label: string;
  description?: string;
}

export interface Choice {
  value: string;
  name: string;
}

/** What a task asks for in its form. */
export type TaskField =
  | (FieldBase & { kind: "text"; rows: number; placeholder?: string })
  /** One of several; the first where none is chosen. */
  | (FieldBase & { kind: "choice"; choices: readonly [Choice, ...Choice[]] })
  /** Any number of them, joined by `listSeparator`; all where none is chosen. */
  | (FieldBase & { kind: "choices"; choices: readonly [Choice, ...Choice[]] });

/** Between the values of a field of kind "choices". */
export const listSeparator = ", ";

export interface ClinicalTask {
  id: TaskId;
  name: string;
  /** What one gets, as a sentence. */
  description: string;
  fields: readonly TaskField[];
  /** What is sent to the model for what the form holds; blank while that lacks what the task cannot do without. */
  instruction(values: TaskValues): string;
}

/** What was written in a field, without the space around it. */
export function filled(values: TaskValues, id: string): string {
  return (values[id] ?? "").trim();
}

/** What was chosen in a field of kind "choice". */
export function chosen(values: TaskValues, field: Extract<TaskField, { kind: "choice" }>): Choice {
  return field.choices.find(({ value }) => value === values[field.id]) ?? field.choices[0];
}

/** What was chosen in a field of kind "choices", in the order of its choices; empty where nothing was. */
export function chosenList(values: TaskValues, field: Extract<TaskField, { kind: "choices" }>): string[] {
  const wanted = (values[field.id] ?? "").split(listSeparator);
  return field.choices.map(({ value }) => value).filter((value) => wanted.includes(value));
}
