import {
  chosen,
  chosenList,
  listSeparator,
  type TaskField,
  type TaskId,
  type TaskValues,
} from "../../../core/tasks/task";
import { taskById, tasks } from "../../../core/tasks/tasks";
import { ChoiceChips } from "../../../ui/choice-chips";
import { TextArea } from "../../../ui/text-area";
import { TextLine } from "../../../ui/text-line";
import { ToggleChips } from "../../../ui/toggle-chips";
import styles from "./task-form.module.css";

export interface TaskFormProps {
  taskId: TaskId;
  /** What the task's fields hold. */
  values: TaskValues;
  onTask: (taskId: TaskId) => void;
  onChange: (values: Record<string, string>) => void;
}

const taskChoices = tasks.map(({ id, name }) => ({ value: id, name }));

/** What to do with the note: one of the tasks, and what it asks for. */
export function TaskForm({ taskId, values, onTask, onChange }: TaskFormProps) {
  const task = taskById(taskId);
  return (
    <div className={styles.form}>
      <ChoiceChips
        label="Task"
        hideLabel
        options={taskChoices}
        value={taskId}
        onChange={onTask}
        description={task.description}
      />
      {task.fields.map((field) => (
        <Field
          key={`${taskId} ${field.id}`}
          field={field}
          values={values}
          onChange={(value) => onChange({ ...values, [field.id]: value })}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  field: TaskField;
  values: TaskValues;
  onChange: (value: string) => void;
}

function Field({ field, values, onChange }: FieldProps) {
  const { label, description } = field;
  const common = { label, ...(description === undefined ? {} : { description }) };
  switch (field.kind) {
    case "text": {
      const { rows, placeholder } = field;
      const text = { ...common, value: values[field.id] ?? "", onChange };
      const hint = placeholder === undefined ? {} : { placeholder };
      return rows === 1 ? <TextLine {...text} {...hint} /> : <TextArea {...text} {...hint} rows={rows} />;
    }
    case "choice":
      return (
        <ChoiceChips {...common} options={field.choices} value={chosen(values, field).value} onChange={onChange} />
      );
    case "choices":
      return (
        <ToggleChips
          {...common}
          options={field.choices}
          values={chosenList(values, field)}
          onChange={(list) => onChange(list.join(listSeparator))}
        />
      );
  }
}
