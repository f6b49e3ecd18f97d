import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./segmented.module.css";

export interface SegmentedProps<Value extends string> {
  label: string;
  options: readonly { value: Value; name: string }[];
  value: Value;
  onChange: (value: Value) => void;
  isDisabled?: boolean;
}

/** One of two or three ways to see the same thing. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, options, value, onChange, isDisabled = false } = props;
  return (
    <ToggleButtonGroup
      className={classNames(styles.group)}
      aria-label={label}
      disallowEmptySelection
      isDisabled={isDisabled}
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const option = options.find((candidate) => keys.has(candidate.value));
        if (option !== undefined) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} className={classNames(styles.segment)}>
          {option.name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
