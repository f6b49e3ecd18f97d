import { Link, type LinkProps } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./text-link.module.css";

/** Words that lead to another place on the page. */
export function TextLink(props: Omit<LinkProps, "className" | "style">) {
  return <Link {...props} className={classNames(styles.link)} />;
}
