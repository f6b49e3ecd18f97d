import { Panel } from "../ui/panel";

/** What this is, what it is not, and where Asclepius-R comes from. */
export function About() {
  return (
    <Panel title="About Asclepius-R">
      <p>
        Asclepius-R is a LLaMA model that was fine-tuned on discharge summaries of MIMIC-III. PhysioNet gives its
        weights (“asclepius-r”) to credentialed users after training in human-subjects research and a data use
        agreement; this page neither ships nor fetches them.
      </p>
      <p>
        <strong>Not a medical device.</strong> It is for research, teaching and demonstration. Do not base care on what
        it says.
      </p>
    </Panel>
  );
}
