import { useQuery } from "@tanstack/react-query";
import { HardDrive, Lock } from "lucide-react";
import { statusQuery } from "../api/queries.ts";
import { bytes } from "../components/format.ts";
import { Tip } from "../components/tip.tsx";
import { ImportActivity } from "../features/import/import-activity.tsx";
import { reveal } from "../model/store/actions.ts";
import { useMergeView } from "../state/merge-view.ts";
import { useStorageView } from "../state/storage-view.ts";
import { text } from "../strings/index.ts";
import styles from "./status-bar.module.css";

const words = text.shell.status;

/** The window's lower edge: the store, and what is under way in it. */
export function StatusBar({ folder }: { readonly folder: string }) {
  const { data: status } = useQuery(statusQuery());
  const isMerging = useMergeView((state) => state.merge !== null);
  return (
    <footer className={styles.bar}>
      <Tip text={words.store(folder)}>
        <button
          type="button"
          className={styles.store}
          aria-label={words.store(folder)}
          onClick={() => void reveal(folder)}
        >
          <HardDrive size={14} aria-hidden />
          <span className="ellipsis">{folder}</span>
        </button>
      </Tip>
      {status && (
        <>
          <Tip text={text.space.open(bytes(status.bytes))}>
            <button
              type="button"
              className={`mono ${styles.fact} ${styles.size}`}
              aria-label={text.space.open(bytes(status.bytes))}
              disabled={isMerging}
              onClick={() => useStorageView.getState().open()}
            >
              {bytes(status.bytes)}
            </button>
          </Tip>
          {!status.writable && (
            <span className={styles.locked} title={words.readOnlyTip}>
              <Lock size={12} aria-hidden />
              {words.readOnly}
            </span>
          )}
        </>
      )}
      <div className={styles.activity}>
        <ImportActivity />
      </div>
    </footer>
  );
}
