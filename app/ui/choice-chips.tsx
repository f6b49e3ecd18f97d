import { Label, RadioButton, RadioField, RadioGroup, Text } from "react-aria-components";
import styles from "./chips.module.css";
import { classNames } from "./class-names";

export interface ChoiceChipsProps<Value extends string> {
  label: string;
  /** Says the same as the label to those who see where the chips stand. */
  hideLabel?: boolean;
  options: readonly { value: Value; name: string }[];
  value: Value;
  onChange: (value: Value) => void;
  description?: string;
}

/** One of several choices with short names, on as many lines as they need. */
export function ChoiceChips<Value extends string>(props: ChoiceChipsProps<Value>) {
  const { label, hideLabel = false, options, value, onChange, description } = props;
  return (
    <RadioGroup
      className={classNames(styles.group)}
      orientation="horizontal"
      value={value}
      onChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
      {...(hideLabel ? { "aria-label": label } : {})}
    >
      {!hideLabel && <Label className={classNames(styles.label)}>{label}</Label>}
      <div className={styles.chips}>
        {options.map((option) => (
          <RadioField key={option.value} value={option.value} className={classNames(styles.option)}>
            <RadioButton className={classNames(styles.chip)}>{option.name}</RadioButton>
          </RadioField>
        ))}
      </div>
      {description !== undefined && (
        <Text slot="description" className={classNames(styles.description)}>
          {description}
        </Text>
      )}
    </RadioGroup>
  );
}
