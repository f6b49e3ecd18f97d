import { Input, Label, Text, TextField } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./text-area.module.css";

export interface TextLineProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  description?: string;
}

/** A text of one line. */
export function TextLine({ label, placeholder, description, ...field }: TextLineProps) {
  return (
    <TextField
      {...field}
      // What is asked about a note is as private as the note.
      spellCheck="false"
      autoComplete="off"
      className={classNames(styles.field)}
    >
      <Label className={classNames(styles.label)}>{label}</Label>
      <Input className={classNames(styles.input)} {...(placeholder === undefined ? {} : { placeholder })} />
      {description !== undefined && (
        <Text slot="description" className={classNames(styles.description)}>
          {description}
        </Text>
      )}
    </TextField>
  );
}
