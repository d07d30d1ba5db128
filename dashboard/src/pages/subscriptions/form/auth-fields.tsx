import { TextField } from '../../../ui/fields.tsx';
import { Select } from '../../../ui/select.tsx';
import type { AuthDraft } from './draft.ts';
import { FaultText } from './entries-editor.tsx';
import type { Faults, PartProps } from './faults.ts';

export const authKinds = [
  { id: 'none', label: 'None' },
  { id: 'bearer', label: 'Bearer token' },
  { id: 'basic', label: 'User name and password' },
  { id: 'oauth2', label: 'OAuth 2.0 client credentials' },
] as const;

interface KindProps {
  readonly auth: AuthDraft;
  readonly change: (part: Partial<AuthDraft>) => void;
  readonly faults: Faults;
}

/** How attempts authenticate to the receiver. */
export function AuthFields({ draft, update, faults }: PartProps) {
  const { auth } = draft;
  const change = (part: Partial<AuthDraft>) => update({ auth: { ...auth, ...part } });
  const choose = (id: string) => {
    const kind = authKinds.find((each) => each.id === id)?.id;
    if (kind !== undefined) change({ kind });
  };
  return (
    <>
      <Select label="Authentication" choices={authKinds} value={auth.kind} onChange={choose} />
      <FaultText text={faults.at('/auth')} />
      {auth.kind === 'bearer' && (
        <SecretField auth={auth} change={change} label="Token" fault={faults.at('/auth/token')} />
      )}
      {auth.kind === 'basic' && (
        <div className="form-grid">
          <TextField
            label="User name"
            value={auth.username}
            onChange={(username) => change({ username })}
            autoComplete="off"
            fault={faults.at('/auth/username')}
          />
          <SecretField auth={auth} change={change} label="Password" fault={faults.at('/auth/password')} />
        </div>
      )}
      {auth.kind === 'oauth2' && <OAuth2Fields auth={auth} change={change} faults={faults} />}
    </>
  );
}

function OAuth2Fields({ auth, change, faults }: KindProps) {
  return (
    <div className="form-grid">
      <TextField
        label="Token URL"
        value={auth.tokenUrl}
        onChange={(tokenUrl) => change({ tokenUrl })}
        isMono
        fault={faults.at('/auth/token_url')}
      />
      <TextField
        label="Client id"
        value={auth.clientId}
        onChange={(clientId) => change({ clientId })}
        autoComplete="off"
        fault={faults.at('/auth/client_id')}
      />
      <SecretField
        auth={auth}
        change={change}
        label="Client secret"
        fault={faults.at('/auth/client_secret')}
      />
      <TextField
        label="Scope"
        value={auth.scope}
        onChange={(scope) => change({ scope })}
        fault={faults.at('/auth/scope')}
      />
      <TextField
        label="Audience"
        value={auth.audience}
        onChange={(audience) => change({ audience })}
        help="Some servers require it."
        fault={faults.at('/auth/audience')}
      />
    </div>
  );
}

interface SecretFieldProps extends Omit<KindProps, 'faults'> {
  readonly label: string;
  readonly fault: string | undefined;
}

function SecretField({ auth, change, label, fault }: SecretFieldProps) {
  return (
    <TextField
      label={label}
      type="password"
      autoComplete="new-password"
      value={auth.secret}
      onChange={(secret) => change({ secret })}
      {...(auth.storedKind === auth.kind && { help: 'Leave it empty to keep the stored one.' })}
      fault={fault}
    />
  );
}
