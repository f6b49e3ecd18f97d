import { CheckboxButton, CheckboxField, CheckboxGroup, Label, Text } from "react-aria-components";
import styles from "./chips.module.css";
import { classNames } from "./class-names";

export interface ToggleChipsProps {
  label: string;
  options: readonly { value: string; name: string }[];
  values: string[];
  onChange: (values: string[]) => void;
  description?: string;
}

/** Any number of choices with short names, on as many lines as they need. */
export function ToggleChips({ label, options, values, onChange, description }: ToggleChipsProps) {
  return (
    <CheckboxGroup className={classNames(styles.group)} value={values} onChange={onChange}>
      <Label className={classNames(styles.label)}>{label}</Label>
      <div className={styles.chips}>
        {options.map((option) => (
          <CheckboxField key={option.value} value={option.value} className={classNames(styles.option)}>
            <CheckboxButton className={classNames(styles.chip)}>{option.name}</CheckboxButton>
          </CheckboxField>
        ))}
      </div>
      {description !== undefined && (
        <Text slot="description" className={classNames(styles.description)}>
          {description}
        </Text>
      )}
    </CheckboxGroup>
  );
}
