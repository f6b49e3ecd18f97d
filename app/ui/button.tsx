import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import styles from "./button.module.css";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style"> {
  look?: "primary" | "secondary" | "quiet" | "danger";
}

export function Button({ look = "secondary", ...props }: ButtonProps) {
  return <AriaButton {...props} className={`${styles["button"] ?? ""} ${styles[look] ?? ""}`} />;
}
