import { useState } from "react";
import { Button } from "../ui/button";
import { DialogButton } from "../ui/dialog-button";
import { RadioList, type RadioListProps } from "../ui/radio-list";
import type { Appearance } from "../storage/preferences";
import { chooseAppearance, chosenAppearance } from "./appearance";

const options: RadioListProps<Appearance>["options"] = [
  { value: "system", name: "System", description: "As this device is set." },
  { value: "light", name: "Light", description: "Dark text on a light ground." },
  { value: "dark", name: "Dark", description: "Light text on a dark ground." },
  {
    value: "contrast",
    name: "High contrast",
    description: "Stronger text, lines and marks, light or dark as the device.",
  },
];

/** A button that lets the user say how the page looks. */
export function AppearanceDialog() {
  const [appearance, setAppearance] = useState(chosenAppearance);
  const choose = (value: Appearance) => {
    setAppearance(value);
    chooseAppearance(value);
  };
  return (
    <DialogButton
      label="Display"
      accessibleLabel="Display"
      title="Display"
      body={<RadioList label="Colours" options={options} value={appearance} onChange={choose} />}
      actions={(close) => <Button onPress={close}>Close</Button>}
    />
  );
}
