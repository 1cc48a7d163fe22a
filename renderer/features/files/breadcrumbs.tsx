import { ChevronRight, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { shell } from "../../api/bridge.ts";
import { IconButton } from "../../components/button.tsx";
import { WithMenu } from "../../components/menu.tsx";
import { type Crumb, crumbsOf, type Place } from "../../components/paths.ts";
import { text } from "../../strings/index.ts";
import styles from "./files.module.css";

/** The last folders that have a step each; those before them are in a menu. */
const STEPS = 2;

interface BreadcrumbsProps {
  readonly label: string;
  readonly place: Place;
  readonly onSelect: (place: Place) => void;
  /** Further actions on the selected item. */
  readonly children?: ReactNode;
}

/** Shows the path of the selected item, with each folder as a step back. */
export function Breadcrumbs({ label, place, onSelect, children }: BreadcrumbsProps) {
  const above = crumbsOf(place.path);
  const last = above.pop();
  const hidden = above.splice(0, Math.max(0, above.length - STEPS));
  const goTo = ({ path }: Crumb) => onSelect({ path, isFolder: true });
  return (
    <nav className={styles.crumbs} aria-label={text.files.path}>
      <ol>
        {last && (
          <li>
            <button type="button" title={label} onClick={() => onSelect({ path: "", isFolder: true })}>
              {label}
            </button>
            <ChevronRight className={styles.step} size={12} aria-hidden />
          </li>
        )}
        {hidden.length > 0 && (
          <li className={styles.hidden}>
            <WithMenu
              align="start"
              items={() => hidden.map((crumb) => ({ text: crumb.name, run: () => goTo(crumb) }))}
            >
              <button type="button" aria-label={text.files.foldersAbove(hidden.length)}>
                …
              </button>
            </WithMenu>
            <ChevronRight className={styles.step} size={12} aria-hidden />
          </li>
        )}
        {above.map((crumb) => (
          <li key={crumb.path}>
            <button type="button" title={crumb.path} onClick={() => goTo(crumb)}>
              {crumb.name}
            </button>
            <ChevronRight className={styles.step} size={12} aria-hidden />
          </li>
        ))}
        <li className={styles.here}>
          <span aria-current="location" title={place.path || label}>
            {last?.name ?? label}
          </span>
        </li>
      </ol>
      {last && (
        <IconButton
          label={text.files.copyPath}
          icon={<Copy size={14} />}
          onClick={() => void shell({ do: "copy", text: place.path })}
        />
      )}
      {children}
    </nav>
  );
}
