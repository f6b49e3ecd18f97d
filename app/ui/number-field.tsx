import { Button, Group, Input, Label, NumberField as AriaNumberField } from "react-aria-components";
import styles from "./number-field.module.css";

export interface NumberFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  minValue: number;
  maxValue: number;
}

/** A whole number, typed or stepped. */
export function NumberField({ label, ...props }: NumberFieldProps) {
  return (
    <AriaNumberField {...props} step={1} className={styles["field"] ?? ""}>
      <Label>{label}</Label>
      <Group className={styles["group"] ?? ""}>
        <Button slot="decrement" className={styles["step"] ?? ""}>
          −
        </Button>
        <Input className={styles["input"] ?? ""} />
        <Button slot="increment" className={styles["step"] ?? ""}>
          +
        </Button>
      </Group>
    </AriaNumberField>
  );
}
