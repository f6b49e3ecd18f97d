import styles from "./welcome.module.css";

/** What a first visit needs to know, in three sentences. */
export function Welcome() {
  return (
    <p className={styles.welcome}>
      This page runs a clinical language model in your browser, on your own graphics adapter or processor. Bring a
      checkpoint that you downloaded and the page compiles it right here; then paste a note and ask about it. Notes,
      questions and answers stay in this tab: there is no server to send them to.
    </p>
  );
}
