import { CircleAlert, Copy, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { shell } from "../api/bridge.ts";
import { Button } from "../components/button.tsx";
import type { Failure } from "../state/notices.ts";
import { text } from "../strings/index.ts";
import styles from "./error-panel.module.css";

interface ErrorPanelProps {
  readonly error: Failure;
  /** Further actions. */
  readonly children?: ReactNode;
  readonly onRetry?: () => void;
}

/** Shows an error: the failure, the safety of the data, the next step, and the details to copy. */
export function ErrorPanel({ error, children, onRetry }: ErrorPanelProps) {
  const next = text.errors.next(error.code, error.hint);
  return (
    <div className={styles.panel} role="alert">
      <CircleAlert className={styles.icon} size={18} aria-hidden />
      <div className={styles.words}>
        <p className={`${styles.what} selectable`}>{error.message}</p>
        <p>{text.errors.safety(error.code)}</p>
        {next && <p className="selectable">{next}</p>}
        <div className={styles.actions}>
          {children}
          {onRetry && (
            <Button icon={<RotateCw size={14} />} onClick={onRetry}>
              {text.errors.retry}
            </Button>
          )}
          <Button
            variant="quiet"
            icon={<Copy size={14} />}
            onClick={() => void shell({ do: "copy", text: detailsOf(error) })}
          >
            {text.errors.copyDetails}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Returns the error's details for a developer. */
export function detailsOf({ code, message, hint, data }: Failure): string {
  return JSON.stringify({ code, message, hint, data, at: new Date().toISOString() }, null, 2);
}
