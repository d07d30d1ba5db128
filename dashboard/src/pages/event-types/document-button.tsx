import { useMutation } from '@tanstack/react-query';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/download.ts';

/** Saves the catalogue as an OpenAPI document, which only a signed-in caller can read. */
export function DocumentButton() {
  const { client } = useSession();
  const download = useMutation({
    mutationFn: () => client.eventTypes.openapi(),
    onSuccess: (document) => {
      saveFile('event-types.json', 'application/json', JSON.stringify(document, null, 2));
      announce('Downloaded event-types.json');
    },
    onError: (error) => announce(`Cannot download the webhooks document: ${error.message}`),
  });
  return (
    <Button isPending={download.isPending} onPress={() => download.mutate()}>
      Download OpenAPI document
    </Button>
  );
}
