import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./button.module.css";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style"> {
  look?: "primary" | "secondary" | "quiet" | "danger";
}

export function Button({ look = "secondary", ...props }: ButtonProps) {
  return <AriaButton {...props} className={classNames(styles.button, styles[look])} />;
}
