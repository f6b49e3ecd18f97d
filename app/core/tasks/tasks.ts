import { chosen, chosenList, filled, type ClinicalTask, type TaskField, type TaskId } from "./task";

/*
 * Instructions are worded as the authors' were: short, one request, terms of the note in single quotes. What gives an answer its
 * lines comes after the request, since the training answers were written without it.
 */

const entityTypes: Extract<TaskField, { kind: "choices" }> = {
  kind: "choices",
  id: "types",
  label: "What to find",
  description: "All of these where none is chosen.",
  choices: [
    { value: "medical conditions", name: "Conditions" },
    { value: "symptoms", name: "Symptoms" },
    { value: "medications", name: "Medications" },
    { value: "procedures", name: "Procedures" },
    { value: "diagnostic tests and their results", name: "Tests and results" },
    { value: "allergies", name: "Allergies" },
    { value: "lifestyle factors", name: "Lifestyle" },
  ],
};

const relationKinds: Extract<TaskField, { kind: "choice" }> = {
  kind: "choice",
  id: "relation",
  label: "Relation",
  choices: [
    { value: "each medication and the condition it was given for", name: "Medication and its reason" },
    { value: "each test and what it showed", name: "Test and finding" },
    { value: "each symptom and its cause", name: "Symptom and cause" },
    { value: "each procedure and its reason", name: "Procedure and its reason" },
    { value: "each change of medication and the reason for it", name: "Change and its reason" },
  ],
};

const times: Extract<TaskField, { kind: "choice" }> = {
  kind: "choice",
  id: "times",
  label: "Which times",
  choices: [
    { value: "all events and their dates or times", name: "All events" },
    { value: "the dates and times of procedures and tests", name: "Procedures and tests" },
    { value: "when each medication was started, changed or stopped", name: "Medications" },
    { value: "the follow-up appointments and scheduled tests, and when they are due", name: "Follow-up" },
  ],
};

const level: Extract<TaskField, { kind: "choice" }> = {
  kind: "choice",
  id: "level",
  label: "Written for",
  choices: [
    { value: "in simpler language that the patient might understand", name: "Patient" },
    { value: "in very simple words that a child might understand", name: "Child" },
    { value: "in common terms for the patient's family", name: "Family" },
    { value: "in other clinical words for a healthcare professional", name: "Professional" },
  ],
};

const audience: Extract<TaskField, { kind: "choice" }> = {
  kind: "choice",
  id: "audience",
  label: "Written for",
  choices: [
    { value: "", name: "Professional" },
    { value: " in layman's terms for the patient's understanding", name: "Patient" },
  ],
};

export const tasks: readonly ClinicalTask[] = [
  {
    id: "question",
    name: "Question",
    description: "Question answering: anything that the note may tell.",
    fields: [
      {
        kind: "text",
        id: "question",
        label: "Question",
        rows: 3,
        placeholder: "What does the note say about …?",
      },
    ],
    instruction: (values) => values.question ?? "",
  },
  {
    id: "summary",
    name: "Summary",
    description: "Summarization: the whole note by section, or one part of it.",
    fields: [
      {
        kind: "text",
        id: "focus",
        label: "Focus or section",
        description: "The whole note where this is empty.",
        rows: 1,
        placeholder: "hospital course",
      },
      audience,
    ],
    instruction(values) {
      const focus = filled(values, "focus");
      const reader = chosen(values, audience).value;
      return focus === ""
        ? `Can you provide a succinct summary of this discharge summary${reader}? Write one line per section in the form "section: summary".`
        : `Can you provide a succinct summary of the ${focus} in this discharge summary${reader}?`;
    },
  },
  {
    id: "entities",
    name: "Terms",
    description: "Named entity recognition: conditions, medications and the like, by type.",
    fields: [
      entityTypes,
      {
        kind: "text",
        id: "otherTypes",
        label: "Anything else to find",
        rows: 1,
        placeholder: "medical devices",
      },
    ],
    instruction(values) {
      const others = filled(values, "otherTypes");
      const types = chosenList(values, entityTypes).concat(others === "" ? [] : [others]);
      const wanted = types.length === 0 ? entityTypes.choices.map(({ value }) => value) : types;
      return `Identify and categorize all the ${inWords(wanted)} in the discharge summary. List one per line in the form "category: item".`;
    },
  },
  {
    id: "abbreviations",
    name: "Abbreviations",
    description: "Abbreviation expansion: one abbreviation, or every one in the note.",
    fields: [
      {
        kind: "text",
        id: "abbreviation",
        label: "Abbreviation",
        description: "All of them where this is empty.",
        rows: 1,
        placeholder: "COPD",
      },
    ],
    instruction(values) {
      const abbreviation = filled(values, "abbreviation");
      return abbreviation === ""
        ? 'Decode all the abbreviations in the discharge summary. List one per line in the form "abbreviation: expanded form".'
        : `What is the expanded form of the abbreviation '${abbreviation}'?`;
    },
  },
  {
    id: "relations",
    name: "Relations",
    description: "Relation extraction: what was given for what, what showed what.",
    fields: [
      relationKinds,
      {
        kind: "text",
        id: "between",
        label: "Only between",
        description: "Two terms of the note, in place of the choice above.",
        rows: 1,
        placeholder: "lisinopril and cough",
      },
    ],
    instruction(values) {
      const between = filled(values, "between");
      return between === ""
        ? `Identify the relation between ${chosen(values, relationKinds).value}. List one per line in the form "first -> relation -> second".`
        : `Identify the relation between ${between}. Answer in the form "first -> relation -> second".`;
    },
  },
  {
    id: "timeline",
    name: "Timeline",
    description: "Temporal information extraction: what happened when.",
    fields: [times],
    instruction: (values) =>
      `Extract ${chosen(values, times).value} from the discharge summary. List one per line in the form "date or time: event".`,
  },
  {
    id: "coreference",
    name: "References",
    description: "Coreference resolution: who or what “he”, “it” or “this procedure” is.",
    fields: [
      {
        kind: "text",
        id: "expression",
        label: "Expression",
        description: "Every pronoun where this is empty.",
        rows: 1,
        placeholder: "it",
      },
      { kind: "text", id: "sentence", label: "In the sentence", rows: 2 },
    ],
    instruction(values) {
      const expression = filled(values, "expression");
      const sentence = filled(values, "sentence");
      const where = sentence === "" ? "in the discharge summary" : `in the sentence '${sentence}'`;
      return expression === ""
        ? `Identify the coreferents for the pronouns used ${where}. List one per line in the form "pronoun -> what it refers to".`
        : `What does '${expression}' refer to ${where}?`;
    },
  },
  {
    id: "paraphrase",
    name: "Paraphrase",
    description: "Paraphrasing: a passage of the note in other words, beside the original.",
    fields: [{ kind: "text", id: "passage", label: "Passage", description: "Copied from the note.", rows: 3 }, level],
    instruction(values) {
      const passage = filled(values, "passage");
      return passage === ""
        ? ""
        : `The discharge summary states: '${passage}' Could you paraphrase this ${chosen(values, level).value}?`;
    },
  },
  {
    id: "free",
    name: "Own instruction",
    description: "Sent to the model as you write it.",
    fields: [
      {
        kind: "text",
        id: "instruction",
        label: "Instruction",
        rows: 3,
        placeholder: "List all …",
      },
    ],
    instruction: (values) => values.instruction ?? "",
  },
];

export function taskById(id: TaskId): ClinicalTask {
  const task = tasks.find((candidate) => candidate.id === id);
  if (task === undefined) throw new RangeError(`there is no task "${id}"`);
  return task;
}

/** "a", "a and b", "a, b and c". */
function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}
