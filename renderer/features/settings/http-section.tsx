import { useMutation, useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useState } from "react";
import type { AppInfo, HttpState, Settings } from "../../../electron/bridge.ts";
import { AppError, asAppError, shell } from "../../api/bridge.ts";
import { httpQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { CheckField, TextField } from "../../components/field.tsx";
import { exactTime, timeOfDay } from "../../components/format.ts";
import { VirtualList } from "../../components/virtual-list.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { text } from "../../strings/index.ts";
import styles from "./http.module.css";

const words = text.shell.settings.http;
/** The height of a request in the list, in pixels. */
const ROW = 24;

/** Lets people answer other programs over HTTP, and shows what those ask. */
export function HttpSection({ settings }: Pick<AppInfo, "settings">) {
  const set = useMutation<unknown, AppError, Settings["http"]>({
    mutationFn: (http) => shell({ do: "settings", change: { http } }),
  });
  const http = set.isPending ? set.variables : settings.http;
  // Asking makes the token, which nobody needs before.
  const { data: state, error } = useQuery({ ...httpQuery(), enabled: http.on });
  return (
    <div className={styles.http}>
      <p className="muted">{words.about}</p>
      <CheckField label={words.on} checked={http.on} onChange={(on) => set.mutate({ ...http, on })} />
      {set.error && <ErrorPanel error={set.error} />}
      {error && <ErrorPanel error={asAppError(error)} />}
      {state?.error && <ErrorPanel error={new AppError(state.error)} />}
      {http.on && (
        <Port key={http.port} port={http.port} onChange={(port) => set.mutate({ ...http, port })} />
      )}
      {http.on && state && <Access state={state} />}
      {http.on && state && <Calls calls={state.calls} />}
    </div>
  );
}

function Port({ port, onChange }: { readonly port: number; readonly onChange: (port: number) => void }) {
  const [typed, setTyped] = useState(String(port));
  const isPort = /^\d{1,5}$/.test(typed) && Number(typed) <= 65_535;
  return (
    <form
      className={styles.port}
      onSubmit={(event) => {
        event.preventDefault();
        if (isPort) onChange(Number(typed));
      }}
    >
      <TextField
        label={words.port}
        value={typed}
        inputMode="numeric"
        onChange={setTyped}
        problem={isPort ? undefined : words.portProblem}
      />
      {typed !== String(port) && (
        <Button type="submit" disabled={!isPort}>
          {words.usePort}
        </Button>
      )}
    </form>
  );
}

/** The address and the token, by which a program gets in. */
function Access({ state: { url, error, token, tokenFile } }: { readonly state: HttpState }) {
  const [isShown, setShown] = useState(false);
  const [copied, setCopied] = useState(false);
  const renew = useMutation<HttpState, AppError>({ mutationFn: () => shell({ do: "new-http-token" }) });
  const copy = async (what: string) => {
    await shell({ do: "copy", text: what });
    setCopied(true);
  };
  return (
    <dl className={styles.access}>
      <dt>{words.address}</dt>
      <dd>
        <span className="mono selectable" data-http-url>
          {url ?? (error === null ? words.starting : "")}
        </span>
        {url !== null && <p className="muted selectable">{words.pages(url)}</p>}
      </dd>
      {token !== null && (
        <>
          <dt>{words.token}</dt>
          <dd>
            <code className={`mono selectable ${styles.token}`} title={tokenFile} data-http-token>
              {isShown ? token : "•".repeat(12)}
            </code>
            <div className={styles.buttons}>
              <Button onClick={() => setShown(!isShown)}>
                {isShown ? words.hideToken : words.showToken}
              </Button>
              <Button icon={<Copy size={14} />} onClick={() => void copy(token)}>
                {copied ? words.copied : words.copyToken}
              </Button>
              <Button
                title={words.newTokenAbout}
                disabled={renew.isPending}
                onClick={() => {
                  setCopied(false);
                  renew.mutate();
                }}
              >
                {words.newToken}
              </Button>
            </div>
            {renew.error && <ErrorPanel error={renew.error} />}
          </dd>
        </>
      )}
    </dl>
  );
}

function Calls({ calls }: Pick<HttpState, "calls">) {
  const [selected, select] = useState(-1);
  if (calls.length === 0) return <p className="muted">{words.noCalls}</p>;
  const latest = (row: number) => calls[calls.length - 1 - row];
  return (
    <div className={styles.calls}>
      <h4>{words.calls}</h4>
      <VirtualList
        label={words.calls}
        count={calls.length}
        rowHeight={ROW}
        selected={selected}
        onSelect={select}
        rowProps={(row) => ({ "data-status": latest(row)?.status })}
        renderRow={(row) => <CallRow call={latest(row)} />}
        className={styles.rows ?? ""}
      />
    </div>
  );
}

function CallRow({ call }: { readonly call: HttpState["calls"][number] | undefined }) {
  if (call === undefined) return null;
  const { at, method, path, status, took, error } = call;
  return (
    <div className={styles.call}>
      <span title={exactTime(at)}>{timeOfDay(at)}</span>
      <span>{method}</span>
      <span className={`ellipsis ${styles.path}`} title={path}>
        {path}
      </span>
      <span title={error}>{status}</span>
      <span>{words.took(took)}</span>
    </div>
  );
}
