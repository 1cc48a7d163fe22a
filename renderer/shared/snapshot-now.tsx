import { Camera, FolderPlus } from "lucide-react";
import { useState } from "react";
import type { LabelItem } from "../api/queries.ts";
import { useWritable } from "../api/writable.ts";
import { Button } from "../components/button.tsx";
import { Tip } from "../components/tip.tsx";
import { attempt } from "../model/attempt.ts";
import { snapshotNow } from "../model/import/start.ts";
import { text } from "../strings/index.ts";

const words = text.importing.now;

/** Takes a label's next snapshot, after showing what changed. */
export function SnapshotNowButton({ label }: { readonly label: LabelItem }) {
  const [busy, setBusy] = useState(false);
  const disabled = !useWritable() || busy;
  const take = () => {
    setBusy(true);
    attempt(snapshotNow(label).finally(() => setBusy(false)));
  };
  if (label.folder === null) {
    return (
      <Button icon={<FolderPlus size={14} />} disabled={disabled} onClick={take}>
        {words.add}
      </Button>
    );
  }
  return (
    <Tip text={words.snapshotTip(label.folder)}>
      <Button variant="primary" icon={<Camera size={14} />} disabled={disabled} onClick={take}>
        {words.snapshot}
      </Button>
    </Tip>
  );
}
