import { CircleAlert, CircleCheck, Copy, X } from "lucide-react";
import { useEffect, useState } from "react";
import { shell } from "../api/bridge.ts";
import { Button, IconButton } from "../components/button.tsx";
import { detailsOf } from "../shared/error-panel.tsx";
import { type Notice, useNotices } from "../state/notices.ts";
import { text } from "../strings/index.ts";
import styles from "./notices.module.css";

/** The time that a notice of success stays, in ms. */
const TOLD = 6000;

/** Shows the notices in the lower right corner of the window. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <section
      className={styles.notices}
      aria-label={text.shell.notices.label}
      aria-live="polite"
      data-beside-dialogs
    >
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeCard({
  notice: { id, kind, text: words, error, action, other },
}: {
  readonly notice: Notice;
}) {
  const { dismiss } = useNotices.getState();
  const [held, setHeld] = useState(false);
  const leaves = kind === "done" && !held;
  useEffect(() => {
    if (!leaves) return undefined;
    const timer = setTimeout(() => dismiss(id), TOLD);
    return () => clearTimeout(timer);
  }, [leaves, id, dismiss]);

  const Icon = kind === "done" ? CircleCheck : CircleAlert;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role is one of two; what it hears is about what is in it.
    <div
      className={`${styles.notice} ${styles[kind]}`}
      role={kind === "done" ? "status" : "alert"}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => event.key === "Escape" && dismiss(id)}
    >
      <Icon size={16} aria-hidden />
      <div className={styles.words}>
        <div className={styles.said}>
          <p className="selectable">{words}</p>
          {error && <p className="muted selectable">{error.message}</p>}
        </div>
        {(action || error) && (
          <div className={styles.actions}>
            {[action, other].map(
              (each) =>
                each && (
                  <Button
                    key={each.text}
                    title={each.tip}
                    onClick={() => {
                      dismiss(id);
                      each.run();
                    }}
                  >
                    {each.text}
                  </Button>
                ),
            )}
            {error && (
              <Button
                variant="quiet"
                icon={<Copy size={14} />}
                onClick={() => void shell({ do: "copy", text: detailsOf(error) })}
              >
                {text.shell.notices.details}
              </Button>
            )}
          </div>
        )}
      </div>
      <IconButton label={text.shell.notices.dismiss} icon={<X size={14} />} onClick={() => dismiss(id)} />
    </div>
  );
}
