import { describeOnAws } from '../support/aws-resources.ts';
import { openAwsHarness } from './aws-harness.ts';
import {
  describeAnnouncementsContract,
  describeDeliveryOutcomesContract,
} from './delivery-outcomes.contract.ts';
import { describeDeliveryReplayContract } from './delivery-replay.contract.ts';
import { describeEventIntakeContract } from './event-intake.contract.ts';
import { describeExhaustedDeliveriesContract } from './exhausted-deliveries.contract.ts';
import { describeMissedDeliveriesContract } from './missed-deliveries.contract.ts';
import { describeParkedDeliveriesContract } from './parked-deliveries.contract.ts';
import { describeRecoveryStoreContract } from './recovery-store.contract.ts';
import { describeContracts } from './storage-harness.ts';

/** The contracts of the ports, kept by the AWS family of adapters: those that write, and send messages. */
describeOnAws('AWS', () => {
  describeContracts('AWS', openAwsHarness, [
    describeEventIntakeContract,
    describeDeliveryOutcomesContract,
    describeAnnouncementsContract,
    describeDeliveryReplayContract,
    describeParkedDeliveriesContract,
    describeExhaustedDeliveriesContract,
    describeMissedDeliveriesContract,
    describeRecoveryStoreContract,
  ]);
});
