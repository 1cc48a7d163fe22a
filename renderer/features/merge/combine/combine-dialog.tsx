import { useState } from "react";
import { VirtualList } from "../../../components/virtual-list.tsx";
import { FormModal } from "../../../shared/forms/form-modal.tsx";
import { type DialogRequest, useClose, useDialog } from "../../../state/dialogs.ts";
import { text } from "../../../strings/index.ts";
import { MarkedLine } from "../lines/marked-line.tsx";
import styles from "./combine.module.css";
import { cutBeginning } from "./cut-beginning.ts";

const words = text.mergeCombine;
/** A title and three lines, in pixels. */
const ROW = 92;

type Request = Extract<DialogRequest, { name: "combine-words" }>;
type Hunk = Request["hunks"][number];

/** Shows what combining the words of a text's hunks gives, and does it. */
export function CombineDialog() {
  const request = useDialog("combine-words");
  return request && <CombineWords request={request} />;
}

function CombineWords({ request: { file, sides, colours, hunks, combine } }: { readonly request: Request }) {
  const close = useClose();
  const [selected, select] = useState(0);
  const submit = () => {
    combine();
    close();
  };
  return (
    <FormModal
      title={words.title(file)}
      about={words.about}
      submit={words.combine(hunks.length)}
      isPending={false}
      error={null}
      onSubmit={submit}
      onClose={close}
    >
      <div style={colours}>
        <VirtualList
          label={words.list}
          firstFocus
          count={hunks.length}
          rowHeight={ROW}
          selected={selected}
          onSelect={select}
          onOpen={submit}
          renderRow={(row) => {
            const hunk = hunks[row];
            return hunk && <HunkRow hunk={hunk} sides={sides} />;
          }}
          className={styles.list ?? ""}
        />
      </div>
    </FormModal>
  );
}

/** The first line that changes, as each side has it and as it is combined. */
function HunkRow({ hunk, sides }: { readonly hunk: Hunk; readonly sides: Request["sides"] }) {
  const { line, lines } = hunk;
  const [base = "", ...shown] = cutBeginning([hunk.base, hunk.theirs, hunk.ours, hunk.combined]);
  const rows = [
    { of: "theirs", name: sides.theirs, whole: hunk.theirs },
    { of: "ours", name: sides.ours, whole: hunk.ours },
    { of: "result", name: words.combined, whole: hunk.combined },
  ];
  return (
    <div className={styles.hunk}>
      <p className={styles.place}>
        {words.line(line)} {lines > 1 && <span className="muted">{words.more(lines - 1)}</span>}
      </p>
      {rows.map(({ of, name, whole }, no) => (
        <p key={of} className={styles.row} data-side={of}>
          <span className={`ellipsis ${styles.name}`}>{name}</span>
          <span className={`ellipsis mono ${styles.line}`} title={whole}>
            <MarkedLine line={shown[no] ?? ""} base={base} ignoresSpaces={false} />
          </span>
        </p>
      ))}
    </div>
  );
}
