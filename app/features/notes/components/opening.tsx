import { Button } from "../../../ui/button";
import { Notice } from "../../../ui/notice";
import { Progress } from "../../../ui/progress";
import { useNotes } from "../notes-store";
import { dismissFailure } from "../open-files";

/** Files that are being read, and those that could not be. */
export function Opening() {
  const opening = useNotes((state) => state.opening);
  const failures = useNotes((state) => state.failures);
  const [current] = opening;
  return (
    <>
      {current !== undefined && (
        <Progress
          label={`Reading ${current}`}
          fraction={undefined}
          {...(opening.length > 1 ? { detail: `${opening.length - 1} more to read` } : {})}
        />
      )}
      {failures.map(({ id, error }) => (
        <Notice
          key={id}
          tone="error"
          title="A note was not opened"
          actions={<Button onPress={() => dismissFailure(id)}>Dismiss</Button>}
        >
          {error.message}
        </Notice>
      ))}
    </>
  );
}
