import { Label, RadioButton, RadioField, RadioGroup, Text } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./radio-list.module.css";

export interface RadioListProps<Value extends string> {
  label: string;
  options: { value: Value; name: string; description: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few choices, each with what it means. */
export function RadioList<Value extends string>({ label, options, value, onChange }: RadioListProps<Value>) {
  return (
    <RadioGroup
      className={classNames(styles.group)}
      value={value}
      onChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
    >
      <Label className={classNames(styles.label)}>{label}</Label>
      {options.map((option) => (
        <RadioField key={option.value} value={option.value} className={classNames(styles.option)}>
          <RadioButton className={classNames(styles.button)}>
            <span className={styles.dot} aria-hidden="true" />
            {option.name}
          </RadioButton>
          <Text slot="description" className={classNames(styles.description)}>
            {option.description}
          </Text>
        </RadioField>
      ))}
    </RadioGroup>
  );
}
