import { Menu, MenuItem, MenuTrigger, Popover, Text } from "react-aria-components";
import { Button } from "./button";
import { classNames } from "./class-names";
import styles from "./menu-button.module.css";

export interface MenuButtonProps {
  label: string;
  items: readonly { id: string; name: string; description?: string }[];
  onAction: (id: string) => void;
}

/** A button that opens a menu. */
export function MenuButton({ label, items, onAction }: MenuButtonProps) {
  return (
    <MenuTrigger>
      <Button look="quiet">
        {label}
        <span className={styles.arrow} aria-hidden="true" />
      </Button>
      <Popover className={classNames(styles.popover)}>
        <Menu className={classNames(styles.menu)} onAction={(key) => onAction(String(key))}>
          {items.map(({ id, name, description }) => (
            <MenuItem key={id} id={id} textValue={name} className={classNames(styles.item)}>
              <Text slot="label">{name}</Text>
              {description !== undefined && (
                <Text slot="description" className={classNames(styles.description)}>
                  {description}
                </Text>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
