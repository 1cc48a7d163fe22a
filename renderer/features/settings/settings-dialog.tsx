import { useMutation, useQuery } from "@tanstack/react-query";
import { FolderOpen, Layers, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import type { AppInfo, Settings } from "../../../electron/bridge.ts";
import { type AppError, asAppError, shell } from "../../api/bridge.ts";
import { infoQuery, retentionQuery, statusQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { Choice } from "../../components/field.tsx";
import { bytes } from "../../components/format.ts";
import { Modal } from "../../components/modal.tsx";
import { chooseDefaultStore, chooseStore, reveal } from "../../model/store/actions.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import { HttpSection } from "./http-section.tsx";
import styles from "./settings.module.css";

const words = text.shell.settings;
const THEMES = (["system", "light", "dark"] as const).map((value) => ({ value, text: words.themes[value] }));

/** Shows the settings and the facts about the app. */
export function SettingsDialog() {
  const isOpen = useDialog("settings") !== null;
  const { data: info } = useQuery(infoQuery());
  return isOpen && info ? <SettingsForm info={info} /> : null;
}

function SettingsForm({ info }: { readonly info: AppInfo }) {
  const { close } = useDialogs.getState();
  const theme = useMutation<unknown, AppError, Settings["theme"]>({
    mutationFn: (chosen) => shell({ do: "settings", change: { theme: chosen } }),
  });
  return (
    <Modal title={words.title} onClose={close}>
      <div className={styles.settings} data-screen="settings">
        <Section title={words.theme}>
          <Choice
            label={words.theme}
            value={theme.isPending ? theme.variables : info.settings.theme}
            options={THEMES}
            onChange={(chosen) => theme.mutate(chosen)}
          />
          {theme.error && <ErrorPanel error={theme.error} />}
        </Section>
        <StoreSection info={info} />
        <Section title={words.http.title}>
          <HttpSection settings={info.settings} />
        </Section>
        <Section title={words.about}>
          <p className="selectable">{words.version(info.version)}</p>
          <p className="muted">{words.licence}</p>
        </Section>
      </div>
    </Modal>
  );
}

function StoreSection({ info: { store, defaultStore } }: { readonly info: AppInfo }) {
  const { show } = useDialogs.getState();
  const isOpen = store.state === "ready";
  const status = useQuery({ ...statusQuery(), enabled: isOpen });
  const retention = useQuery({ ...retentionQuery(null), enabled: isOpen });
  return (
    <Section title={words.store}>
      <p className="muted">{words.storeAbout}</p>
      <p className={`mono selectable ${styles.path}`}>{store.folder}</p>
      {isOpen && (
        <p>
          {words.size}: <span className="mono">{status.data ? bytes(status.data.bytes) : "…"}</span>
        </p>
      )}
      {status.error && <ErrorPanel error={asAppError(status.error)} onRetry={() => void status.refetch()} />}
      {retention.data && <p>{text.retention.ofStore(retention.data.store)}</p>}
      <div className={styles.actions}>
        <Button icon={<FolderOpen size={14} />} onClick={() => void reveal(store.folder)}>
          {words.reveal}
        </Button>
        <Button onClick={() => void chooseStore()}>{words.choose}</Button>
        {store.folder !== defaultStore && (
          <Button onClick={() => void chooseDefaultStore()}>{words.useDefault}</Button>
        )}
        {isOpen && (
          <Button icon={<Layers size={14} />} onClick={() => show({ name: "retention", label: null })}>
            {text.retention.item}
          </Button>
        )}
        {isOpen && (
          <Button icon={<ShieldCheck size={14} />} onClick={() => show({ name: "verify" })}>
            {words.check}
          </Button>
        )}
      </div>
    </Section>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
