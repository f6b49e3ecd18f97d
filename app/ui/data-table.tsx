import type { ReactNode } from "react";
import { classNames } from "./class-names";
import styles from "./data-table.module.css";

export interface DataTableProps {
  caption: string;
  /** Says the same as what stands above the table. */
  hideCaption?: boolean;
  columns: readonly string[];
  /** The last column is of buttons: it stands at the end, as narrow as they are. */
  endsInButtons?: boolean;
  /** Cells in the order of the columns; the first names its row. */
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A table to read. Its words wrap where it is narrow. */
export function DataTable({ caption, hideCaption, columns, endsInButtons, rows }: DataTableProps) {
  return (
    <table className={classNames(styles.table, endsInButtons === true && styles.endsInButtons)}>
      <caption className={hideCaption === true ? styles.hidden : styles.caption}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [name, ...cells] }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {cells.map((cell, column) => (
              <td key={column}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
