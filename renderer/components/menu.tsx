import { Check } from "lucide-react";
import { ContextMenu, DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./menu.module.css";

/** One line of a menu, or a line between groups. */
export type MenuEntry =
  | "separator"
  | {
      readonly text: string;
      readonly icon?: ReactNode;
      /** The shortcut for display only: the native menu has the same keys. */
      readonly shortcut?: string;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      /** Whether it is checked, for an item that can be. */
      readonly checked?: boolean;
      /** Whether the menu stays open when it is chosen, for those of which several are. */
      readonly stays?: boolean;
      run(): void;
    };

/** A menu that opens where its child is right-clicked, or by the menu key. */
export function WithContextMenu({
  items,
  children,
}: {
  readonly items: () => readonly MenuEntry[];
  readonly children: ReactNode;
}) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className={styles.menu} collisionPadding={8}>
          <Entries
            items={items}
            Item={ContextMenu.Item}
            CheckboxItem={ContextMenu.CheckboxItem}
            Separator={ContextMenu.Separator}
          />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

/** A menu under the button that is its child. */
export function WithMenu({
  items,
  align = "end",
  children,
}: {
  readonly items: () => readonly MenuEntry[];
  /** With which edge of the button it is in line. */
  readonly align?: "start" | "end";
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8}>
          <Entries
            items={items}
            Item={DropdownMenu.Item}
            CheckboxItem={DropdownMenu.CheckboxItem}
            Separator={DropdownMenu.Separator}
          />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface EntriesProps {
  readonly items: () => readonly MenuEntry[];
  readonly Item: typeof ContextMenu.Item | typeof DropdownMenu.Item;
  readonly CheckboxItem: typeof ContextMenu.CheckboxItem | typeof DropdownMenu.CheckboxItem;
  readonly Separator: typeof ContextMenu.Separator | typeof DropdownMenu.Separator;
}

/** Made only when the menu is open, so that a row costs nothing for the menu it might show. */
function Entries({ items, Item, CheckboxItem, Separator }: EntriesProps) {
  return items().map((item, no) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a separator has no other name.
    if (item === "separator") return <Separator key={no} className={styles.separator} />;
    // Of folders above each other two may have the same name.
    const key = `${no} ${item.text}`;
    const { text, icon, shortcut, danger, disabled = false, checked, stays, run } = item;
    if (checked !== undefined) {
      return (
        <CheckboxItem
          key={key}
          disabled={disabled}
          className={styles.item}
          checked={checked}
          onCheckedChange={run}
          onSelect={(event) => stays && event.preventDefault()}
        >
          <span className={styles.icon}>{checked && <Check size={14} aria-hidden />}</span>
          <span className={styles.text}>{text}</span>
        </CheckboxItem>
      );
    }
    return (
      <Item
        key={key}
        disabled={disabled}
        className={`${styles.item} ${danger ? styles.danger : ""}`}
        onSelect={run}
      >
        <span className={styles.icon}>{icon}</span>
        <span className={styles.text}>{text}</span>
        {shortcut && <span className={styles.shortcut}>{shortcut}</span>}
      </Item>
    );
  });
}
