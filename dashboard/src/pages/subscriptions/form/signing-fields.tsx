import { Checkbox, TextField } from '../../../ui/fields.tsx';
import { FaultText } from './entries-editor.tsx';
import type { PartProps } from './faults.ts';

/** How attempts are signed. */
export function SigningFields({ draft, update, faults, isNew }: PartProps & { readonly isNew: boolean }) {
  const versions = draft.signatureVersions;
  const toggle = (version: 'v1' | 'v1a', isSelected: boolean) =>
    update({
      signatureVersions: (['v1', 'v1a'] as const).filter((each) =>
        each === version ? isSelected : versions.includes(each),
      ),
    });
  return (
    <>
      <Checkbox
        label="v1: HMAC-SHA256 with the signing secret"
        isSelected={versions.includes('v1')}
        onChange={(isSelected) => toggle('v1', isSelected)}
      />
      <Checkbox
        label="v1a: Ed25519 with a private key of Posthorn, verified by a public key"
        isSelected={versions.includes('v1a')}
        onChange={(isSelected) => toggle('v1a', isSelected)}
      />
      <FaultText text={faults.in('/signature_versions')} />
      <Checkbox
        label="Also send svix-id, svix-timestamp and svix-signature, for receivers that verify with a library of Svix"
        isSelected={draft.signatureHeaders.includes('svix')}
        onChange={(isSelected) =>
          update({ signatureHeaders: isSelected ? ['webhook', 'svix'] : ['webhook'] })
        }
      />
      <FaultText text={faults.in('/signature_headers')} />
      {isNew && (
        <TextField
          label="Signing secret"
          value={draft.signingSecret}
          onChange={(signingSecret) => update({ signingSecret })}
          autoComplete="off"
          isMono
          help="Only if the receiver has one already: whsec_ and base64. Empty: Posthorn generates one."
          fault={faults.at('/signing_secret')}
        />
      )}
    </>
  );
}
