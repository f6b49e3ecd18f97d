import type { KeyboardEvent, ReactNode } from "react";
import { Label, Text, TextArea as AriaTextArea, TextField } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./text-area.module.css";

export interface TextAreaProps {
  label: string;
  /** Says the same as the label to those who see where the field stands. */
  hideLabel?: boolean;
  value: string;
  onChange: (value: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  placeholder?: string;
  rows: number;
  /** Takes all height that is left. */
  grow?: boolean;
  description?: ReactNode;
}

export function TextArea({
  label,
  hideLabel,
  rows,
  grow,
  description,
  placeholder,
  onKeyDown,
  ...field
}: TextAreaProps) {
  return (
    <TextField
      {...field}
      {...(hideLabel === true ? { "aria-label": label } : {})}
      // A note is nobody's business: no spelling service, no autofill history.
      spellCheck="false"
      autoComplete="off"
      className={classNames(styles.field, grow === true && styles.grow)}
    >
      {hideLabel !== true && <Label className={classNames(styles.label)}>{label}</Label>}
      <AriaTextArea
        className={classNames(styles.input)}
        rows={rows}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(onKeyDown === undefined ? {} : { onKeyDown })}
      />
      {description !== undefined && (
        <Text slot="description" className={classNames(styles.description)}>
          {description}
        </Text>
      )}
    </TextField>
  );
}
