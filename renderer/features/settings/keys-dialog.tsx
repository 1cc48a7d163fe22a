import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { infoQuery } from "../../api/queries.ts";
import { Modal } from "../../components/modal.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import styles from "./keys.module.css";
import { capOf, KEY_GROUPS, type KeyLine } from "./keys.ts";

const words = text.shell.keys;

/** Lists every key that does something. */
export function KeysDialog() {
  const isOpen = useDialog("keys") !== null;
  const { data: info } = useQuery(infoQuery());
  if (!isOpen) return null;
  const isMac = info?.platform === "darwin";
  return (
    <Modal title={words.title} wide onClose={useDialogs.getState().close}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
      <section className={styles.groups} aria-label={words.title} tabIndex={0} data-first-focus>
        {KEY_GROUPS.map(({ title, lines }) => (
          <section key={title} className={styles.group} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {lines.map((line) => (
                <Line key={line.does} line={line} isMac={isMac} />
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Modal>
  );
}

function Line({ line: { does, keys }, isMac }: { readonly line: KeyLine; readonly isMac: boolean }) {
  return (
    <div className={styles.line}>
      <dt>{does}</dt>
      <dd>
        {keys.map((caps, no) => (
          <Fragment key={caps.join()}>
            {no > 0 && <span className="muted">{words.or}</span>}
            <span className={styles.caps}>
              {caps.map((cap) => (
                <kbd key={cap}>{capOf(cap, isMac)}</kbd>
              ))}
            </span>
          </Fragment>
        ))}
      </dd>
    </div>
  );
}
