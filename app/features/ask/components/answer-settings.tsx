import type { PromptForm } from "../../../core/prompt/clinical-prompt";
import { Disclosure } from "../../../ui/disclosure";
import type { Sampling } from "../../../core/sampling/sampling";
import { NumberField, type NumberFieldProps } from "../../../ui/number-field";
import { RadioList, type RadioListProps } from "../../../ui/radio-list";
import { describeSettings, maxSeed, presetOf, presets, type AnswerSettings, type PresetId } from "../answer-presets";
import styles from "./answer-settings.module.css";

export interface AnswerSettingsFormProps {
  settings: AnswerSettings;
  onChange: (settings: AnswerSettings) => void;
}

type Field = Pick<NumberFieldProps, "label" | "minValue" | "maxValue" | "step"> & { key: keyof Sampling };

const fields: readonly Field[] = [
  { key: "temperature", label: "Temperature", minValue: 0, maxValue: 2, step: 0.05 },
  { key: "topP", label: "Top-p", minValue: 0.05, maxValue: 1, step: 0.05 },
  { key: "repetitionPenalty", label: "Repetition penalty", minValue: 1, maxValue: 2, step: 0.05 },
  { key: "seed", label: "Seed", minValue: 0, maxValue: maxSeed, step: 1 },
];

const promptForms: RadioListProps<PromptForm>["options"] = [
  {
    value: "published",
    name: "As published",
    description: "With a space before the last line break: so the scores were made.",
  },
  { value: "training", name: "As in training", description: "Without it, as the authors' training code has it." },
];

const ownValues = { value: "own", name: "Your own values", description: "As set below." } as const;

/** How the next answer is to be found: a preset, or numbers of one's own. */
export function AnswerSettingsForm({ settings, onChange }: AnswerSettingsFormProps) {
  const preset = presetOf(settings) ?? "own";
  const title = `Answer settings: ${describeSettings(settings)}`;
  const options: RadioListProps<PresetId | "own">["options"] = [
    ...presets.map(({ id, name, description }) => ({ value: id, name, description })),
    ...(preset === "own" ? [ownValues] : []),
  ];
  return (
    <Disclosure title={title} level={3}>
      <div className={styles.form}>
        <RadioList
          label="How words are chosen"
          options={options}
          value={preset}
          onChange={(chosen) => onChange({ ...settings, ...presets.find(({ id }) => id === chosen)?.sets })}
        />
        <div className={styles.fields}>
          {fields.map(({ key, ...field }) => (
            <NumberField
              key={key}
              {...field}
              value={settings[key]}
              onChange={(value) => {
                // An emptied field is no number, and nothing changes.
                if (Number.isFinite(value)) onChange({ ...settings, [key]: value });
              }}
            />
          ))}
        </div>
        <RadioList
          label="End of the prompt"
          options={promptForms}
          value={settings.promptForm}
          onChange={(promptForm) => onChange({ ...settings, promptForm })}
        />
        <p className={styles.hint}>
          At temperature 0 the likeliest word is always taken, and top-p and seed change nothing. Above it, the same
          seed brings the same answer again on the same engine. The penalty makes words of the note and the answer less
          likely to be said.
        </p>
      </div>
    </Disclosure>
  );
}
