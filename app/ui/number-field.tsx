import { useState, type KeyboardEvent } from "react";
import { Button, Group, Input, Label, TextField } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./number-field.module.css";

export interface NumberFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  minValue: number;
  maxValue: number;
}

/**
 * A whole number, typed or stepped. Not react-aria's NumberField: the live announcer behind it empties itself through
 * innerHTML, which Trusted Types refuse, and the exception takes the whole page down (react-aria 3, LiveAnnouncer.clear).
 */
export function NumberField({ label, value, onChange, minValue, maxValue }: NumberFieldProps) {
  /** What is being typed, until it is taken over as the value. */
  const [typed, setTyped] = useState<string>();
  const change = (next: number) => {
    setTyped(undefined);
    onChange(Math.min(Math.max(next, minValue), maxValue));
  };
  const takeOver = () => {
    if (typed !== undefined && /^\s*\d+\s*$/.test(typed)) change(Number(typed));
    else setTyped(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      change(value + step);
    }
    if (event.key === "Enter") takeOver();
    if (event.key === "Escape") setTyped(undefined);
  };
  return (
    <TextField
      className={classNames(styles.field)}
      value={typed ?? String(value)}
      onChange={setTyped}
      onBlur={takeOver}
      inputMode="numeric"
      autoComplete="off"
    >
      <Label>{label}</Label>
      <Group className={classNames(styles.group)}>
        <Button
          className={classNames(styles.step)}
          aria-label={`Less: ${label}`}
          excludeFromTabOrder
          onPress={() => change(value - 1)}
        >
          −
        </Button>
        <Input className={classNames(styles.input)} onKeyDown={onKeyDown} />
        <Button
          className={classNames(styles.step)}
          aria-label={`More: ${label}`}
          excludeFromTabOrder
          onPress={() => change(value + 1)}
        >
          +
        </Button>
      </Group>
    </TextField>
  );
}
