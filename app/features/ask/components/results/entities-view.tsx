import type { EntityGroup } from "../../../../core/tasks/result";
import type { Span } from "../../../../core/text/span";
import { DataTable } from "../../../../ui/data-table";
import { ShowInNote } from "./show-in-note";

/** A table for each type of entity. */
export function EntitiesView({ groups, onShow }: { groups: readonly EntityGroup[]; onShow: (span: Span) => void }) {
  return groups.map(({ type, entities }) => {
    const hasDetails = entities.some(({ detail }) => detail !== "");
    return (
      <DataTable
        key={type}
        caption={`${type === "" ? "Without a type" : type} (${entities.length})`}
        columns={["Term", ...(hasDetails ? ["Detail"] : []), "In the note"]}
        endsInButtons
        rows={entities.map(({ text, detail, inNote }) => ({
          key: text,
          cells: [
            text,
            ...(hasDetails ? [detail] : []),
            <ShowInNote key="show" name={text} places={inNote} onShow={onShow} />,
          ],
        }))}
      />
    );
  });
}
