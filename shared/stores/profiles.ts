import { isDeepStrictEqual } from 'node:util';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Day } from '../domain/day.js';
import type { Preferences } from '../domain/preferences.js';
import type { Consent, Subscriber, SubscriberId } from '../domain/subscriber.js';
import { dueKey, registerSlot } from './slots.js';
import { type Profile, profileKey, type SubscriberStore, stateKey } from './subscribers.js';
import { type Key, type Table, written } from './table.js';

/** What readers change about themselves. Each write touches its own part, so that two at once lose nothing. */
export class ProfileStore {
  constructor(
    private readonly table: Table,
    private readonly subscribers: SubscriberStore,
  ) {}

  /**
   * Keeps what a reader chose, until when they pause, and moves them to the slot at which they are due.
   * Returns false, and changes nothing, when nobody is known by `id`.
   * @param pausedUntil absent to pause no longer
   */
  async choose(id: SubscriberId, preferences: Preferences, pausedUntil: Day | undefined): Promise<boolean> {
    await registerSlot(this.table, preferences);
    if (!(await this.#setInProfile(id, 'preferences', preferences))) return false;
    let placed: Preferences | undefined;
    for (;;) {
      const known = await this.subscribers.read(id);
      if (!known) return false;
      const { subscriber, profile } = known;
      // Of two saves at once the later one's preferences stand; the place must be by the same.
      if (isDeepStrictEqual(placed, profile.preferences)) return true;
      const until = placed ? subscriber.pausedUntil : pausedUntil;
      if (await this.#place({ ...subscriber, pausedUntil: until }, profile.preferences))
        placed = profile.preferences;
    }
  }

  /** Returns false when the state, or a suppression, changed since the subscriber was read. */
  #place(subscriber: Subscriber, preferences: Preferences): Promise<boolean> {
    const due = dueKey(subscriber, preferences);
    const { pausedUntil } = subscriber;
    const set = Object.keys(due).map((name) => `#${name} = :${name}`);
    if (pausedUntil !== undefined) set.push('#s.#paused = :paused');
    const remove = [...('slot' in due ? [] : ['slot']), ...(pausedUntil === undefined ? ['#s.#paused'] : [])];
    return this.#update(stateKey(subscriber.id), {
      UpdateExpression: [
        ...(set.length > 0 ? [`SET ${set.join(', ')}`] : []),
        ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
      ].join(' '),
      ConditionExpression: `#s.#state = :state AND attribute_${subscriber.suppressed ? '' : 'not_'}exists(#suppressed)`,
      ExpressionAttributeNames: {
        '#s': 'subscriber',
        '#state': 'state',
        '#suppressed': 'suppressed',
        '#paused': 'pausedUntil',
        ...Object.fromEntries(Object.keys(due).map((name) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':state': subscriber.state,
        ':paused': pausedUntil,
        ...Object.fromEntries(Object.entries(due).map(([name, value]) => [`:${name}`, value])),
      },
    });
  }

  /** Keeps what the reader's votes taught. Returns false when nobody is known by `id`. */
  learn(id: SubscriberId, taste: NonNullable<Profile['taste']>): Promise<boolean> {
    return this.#setInProfile(id, 'taste', taste);
  }

  /** Forgets what the reader's votes taught. Returns false when nobody is known by `id`. */
  unlearn(id: SubscriberId): Promise<boolean> {
    return this.#update(profileKey(id), {
      UpdateExpression: 'REMOVE #p.taste',
      ConditionExpression: 'attribute_exists(#p)',
      ExpressionAttributeNames: { '#p': 'profile' },
    });
  }

  /** Keeps how the reader agreed to our mail. Returns false when nobody is known by `id`. */
  agree(id: SubscriberId, consent: Consent): Promise<boolean> {
    return this.#setInProfile(id, 'consent', consent);
  }

  /** Makes every link that was ever signed for the reader dead but the feed's. Returns false when nobody is known by `id`. */
  revokeLinks(id: SubscriberId): Promise<boolean> {
    return this.#update(stateKey(id), {
      UpdateExpression: 'SET #s.linkEpoch = #s.linkEpoch + :one',
      ConditionExpression: 'attribute_exists(#s)',
      ExpressionAttributeNames: { '#s': 'subscriber' },
      ExpressionAttributeValues: { ':one': 1 },
    });
  }

  /** Makes the address of the reader's private feed dead. Returns false when nobody is known by `id`. */
  revokeFeed(id: SubscriberId): Promise<boolean> {
    return this.#update(profileKey(id), {
      UpdateExpression: 'SET #p.feedEpoch = if_not_exists(#p.feedEpoch, :none) + :one',
      ConditionExpression: 'attribute_exists(#p)',
      ExpressionAttributeNames: { '#p': 'profile' },
      ExpressionAttributeValues: { ':none': 0, ':one': 1 },
    });
  }

  #setInProfile<Part extends keyof Profile>(
    id: SubscriberId,
    part: Part,
    value: Profile[Part],
  ): Promise<boolean> {
    return this.#update(profileKey(id), {
      UpdateExpression: 'SET #p.#part = :value',
      ConditionExpression: 'attribute_exists(#p)',
      ExpressionAttributeNames: { '#p': 'profile', '#part': part },
      ExpressionAttributeValues: { ':value': value },
    });
  }

  #update(key: Key, update: Omit<UpdateCommand['input'], 'TableName' | 'Key'>): Promise<boolean> {
    const write = new UpdateCommand({ TableName: this.table.name, Key: key, ...update });
    return written(this.table.client.send(write));
  }
}
