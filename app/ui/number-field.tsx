import { Button, Group, Input, Label, NumberField as AriaNumberField } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./number-field.module.css";

export interface NumberFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  minValue: number;
  maxValue: number;
  /** Values are multiples of it; whole numbers where it is not given. */
  step?: number;
}

/** A number, typed or stepped. */
export function NumberField({ label, step = 1, ...props }: NumberFieldProps) {
  return (
    <AriaNumberField {...props} step={step} formatOptions={{ useGrouping: false }} className={classNames(styles.field)}>
      <Label>{label}</Label>
      <Group className={classNames(styles.group)}>
        <Button slot="decrement" className={classNames(styles.step)}>
          −
        </Button>
        <Input className={classNames(styles.input)} />
        <Button slot="increment" className={classNames(styles.step)}>
          +
        </Button>
      </Group>
    </AriaNumberField>
  );
}
