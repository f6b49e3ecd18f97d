import { Button } from "../../../ui/button";
import { Notice } from "../../../ui/notice";
import { dropCheckpoint } from "../convert-checkpoint";

export interface AlreadyStoredProps {
  modelId: string;
  /** Where it came from, as a sentence. */
  origin: string;
  /** The user wants to ask the model. */
  onAsk: (modelId: string) => void;
}

/** What was brought is here already, and can be asked at once. */
export function AlreadyStored({ modelId, origin, onAsk }: AlreadyStoredProps) {
  const ask = () => {
    dropCheckpoint();
    onAsk(modelId);
  };
  return (
    <Notice
      tone="info"
      title="This model is already on this device"
      actions={
        <>
          <Button look="primary" onPress={ask}>
            Ask it
          </Button>
          <Button onPress={dropCheckpoint}>Close</Button>
        </>
      }
    >
      {origin}
    </Notice>
  );
}
