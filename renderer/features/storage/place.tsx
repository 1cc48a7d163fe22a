import { useQuery } from "@tanstack/react-query";
import { FolderOpen, FolderOutput, ShieldCheck, Trash2 } from "lucide-react";
import { oldPlaceQuery } from "../../api/storage.ts";
import { Button } from "../../components/button.tsx";
import { bytes } from "../../components/format.ts";
import { chooseNewPlace, reveal } from "../../model/store/actions.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import styles from "./storage.module.css";

const words = text.space;

interface PlaceProps {
  readonly folder: string;
  readonly canWrite: boolean;
}

/** Where the store is, and what it left where it was before. */
export function Place({ folder, canWrite }: PlaceProps) {
  const { show } = useDialogs.getState();
  return (
    <section className={styles.part} aria-label={words.place}>
      <h3>{words.place}</h3>
      <p className="muted">{words.placeAbout}</p>
      <p className="mono selectable">{folder}</p>
      <OldPlace canWrite={canWrite} />
      <div className={styles.actions}>
        <Button icon={<FolderOpen size={14} />} onClick={() => void reveal(folder)}>
          {words.reveal}
        </Button>
        <Button icon={<ShieldCheck size={14} />} onClick={() => show({ name: "verify" })}>
          {words.check}
        </Button>
        <Button icon={<FolderOutput size={14} />} disabled={!canWrite} onClick={() => void chooseNewPlace()}>
          {words.move}
        </Button>
      </div>
    </section>
  );
}

function OldPlace({ canWrite }: { readonly canWrite: boolean }) {
  const { data } = useQuery(oldPlaceQuery());
  const old = data?.old;
  if (!old) return null;
  return (
    <div className={styles.old}>
      <p className="selectable">{words.old(old.folder, bytes(old.bytes))}</p>
      <Button
        icon={<Trash2 size={14} />}
        disabled={!canWrite}
        onClick={() => useDialogs.getState().show({ name: "delete-old", ...old })}
      >
        {words.deleteOld}
      </Button>
    </div>
  );
}
