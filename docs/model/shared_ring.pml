/*
 * The ring with many producers: SharedRingWriter and SharedRingReader.
 *
 * Checked for every order of steps: no torn record is accepted, each claimed position is settled once, as taken or as
 * missed, one producer's records come in order, a position settled as dropped because all claims are accounted for was
 * dropped; and when all have ended, claims = taken + missed and missed = dropped + written - taken. No step but the
 * reader's last waits for a producer, and no producer waits for anybody: one that stops for ever, anywhere, stops nobody.
 *
 * SPIN knows no weak memory; so it is built here. A producer's stores to its slot wait in its buffer until Memory makes
 * them visible, in any order but that of fences, releases and the full fences of getAndAdd. The store of a successful
 * compare-and-set waits there too: others' compare-and-sets fail at once, but loads may find the old stamp and, without the
 * fence, later stores already. Loads of one record happen in any order that the reader's acquire and fence leave open.
 *
 * Broken on purpose, and then refuted: NO_MARK, NO_FENCE, NO_RELEASE, NO_ACQUIRE, NO_READ_FENCE, STEAL (a slot is taken from the
 * producer in it), HEAD_FIRST (the reader loads the head before the counts), NO_BOUND (the reader goes on to positions
 * claimed after it began), COUNT_FIRST (a record is counted before it is complete).
 */
#ifndef CAPACITY
#define CAPACITY 2
#endif
#ifndef PRODUCERS
#define PRODUCERS 2
#endif
#ifndef EVENTS
#define EVENTS 2
#endif
#ifndef PASSES
#define PASSES 1
#endif
#define CLAIMS (PRODUCERS * EVENTS)

#define WRITING(p) (2 * (p) + 1)
#define COMPLETE(p) (2 * (p) + 2)
/* Both words of the payload; never 0, which is what the memory holds at first. */
#define PAYLOAD(p) ((p) + 1)

byte head;
byte written;
byte dropped;
byte stamps[CAPACITY];
byte words0[CAPACITY];
byte words1[CAPACITY];
/* What compare-and-set finds, whether others can load it or not. */
byte latest[CAPACITY];

/* Of each producer: what waits to become visible of its record, and in which slot that is. */
byte slots[PRODUCERS];
byte stampBuffer[PRODUCERS];
byte word0Buffer[PRODUCERS];
byte word1Buffer[PRODUCERS];
byte ended;

/* What became of each claim: for the reader's assertions. */
#define OPEN 0
#define WRITTEN 1
#define DROPPED 2
#define TAKEN 3
#define MISSED 4
byte fates[CLAIMS];
byte owners[CLAIMS];

#define MAKE_VISIBLE(i) \
    :: d_step { stampBuffer[i] != 0 -> stamps[slots[i]] = stampBuffer[i]; stampBuffer[i] = 0 } \
    :: d_step { word0Buffer[i] != 0 -> words0[slots[i]] = word0Buffer[i]; word0Buffer[i] = 0 } \
    :: d_step { word1Buffer[i] != 0 -> words1[slots[i]] = word1Buffer[i]; word1Buffer[i] = 0 }

active proctype Memory() {
end:
    do
    MAKE_VISIBLE(0)
#if PRODUCERS > 1
    MAKE_VISIBLE(1)
#endif
#if PRODUCERS > 2
    MAKE_VISIBLE(2)
#endif
    od
}

#define ALL_VISIBLE (stampBuffer[me] == 0 && word0Buffer[me] == 0 && word1Buffer[me] == 0)

/* Memory is process 0. */
active [PRODUCERS] proctype Producer() {
    byte me = _pid - 1;
    byte events;
    byte position;
    byte slot;
    byte seen;

    do
    :: events < EVENTS ->
        d_step { ALL_VISIBLE -> position = head; head++; owners[position] = me; slot = position % CAPACITY };
        seen = stamps[slot];
        if
#ifdef STEAL
        :: seen > WRITING(position) -> goto drop
#else
        :: seen % 2 == 1 || seen > WRITING(position) -> goto drop
#endif
        :: else
        fi;
#ifdef NO_MARK
        slots[me] = slot;
#else
        if
        :: d_step { latest[slot] == seen ->
            slots[me] = slot; latest[slot] = WRITING(position); stampBuffer[me] = WRITING(position) }
        :: latest[slot] != seen -> goto drop
        fi;
#endif
#ifndef NO_FENCE
        ALL_VISIBLE;
#endif
        word0Buffer[me] = PAYLOAD(position);
        word1Buffer[me] = PAYLOAD(position);
#ifdef COUNT_FIRST
        d_step { ALL_VISIBLE -> written++; fates[position] = WRITTEN };
#endif
        /* The mark and this store keep their order, being to the same word. */
#ifdef NO_RELEASE
        d_step { stampBuffer[me] == 0 -> latest[slot] = COMPLETE(position); stampBuffer[me] = COMPLETE(position) };
#else
        d_step { ALL_VISIBLE -> latest[slot] = COMPLETE(position); stampBuffer[me] = COMPLETE(position) };
#endif
#ifndef COUNT_FIRST
        d_step { ALL_VISIBLE -> written++; fates[position] = WRITTEN };
#endif
        goto next;
drop:
        skip;
        d_step { dropped++; fates[position] = DROPPED };
next:
        skip;
        d_step { events++; position = 0; slot = 0; seen = 0 }
    :: else -> break
    od;
    atomic { ALL_VISIBLE -> ended++ }
}

#define STAMP_LOADED 1
#define WORD0_LOADED 2
#define WORD1_LOADED 4
#define AGAIN_LOADED 8
#define ALL_LOADED 15

#ifdef NO_ACQUIRE
#define FOUND true
#else
#define FOUND (loaded & STAMP_LOADED)
#endif

#ifdef NO_READ_FENCE
#define COPIED (loaded & STAMP_LOADED)
#else
#define COPIED ((loaded & 7) == 7)
#endif

#ifdef NO_BOUND
#define BOUND head
#else
#define BOUND end_
#endif

active proctype Reader() {
    byte passes;
    byte accounted;
    byte end_;
    byte cursor;
    byte position;
    byte slot;
    byte settled[CAPACITY];
    byte outcome[CLAIMS];
    /* 1 more than the last position taken. */
    byte lastOf[PRODUCERS];
    byte taken;
    byte missed;
    byte loaded;
    byte stamp;
    byte word0;
    byte word1;
    byte again;
    bool last;

    do
    :: !last ->
        if
        :: passes < PASSES -> passes++
        :: ended == PRODUCERS -> last = true
        fi;
#ifdef HEAD_FIRST
        end_ = head;
#endif
        accounted = dropped;
        accounted = accounted + written;
#ifndef HEAD_FIRST
        end_ = head;
#endif
        d_step {
            do
            :: end_ > cursor + CAPACITY ->
                if
                :: settled[cursor % CAPACITY] == cursor + 1
                :: else -> assert(outcome[cursor] == OPEN); outcome[cursor] = MISSED; missed++
                fi;
                cursor++
            :: else -> break
            od;
            position = cursor
        };
        do
        :: position < BOUND ->
            slot = position % CAPACITY;
            if
            :: settled[slot] == position + 1 -> goto passed
            :: else
            fi;
            do
            :: !(loaded & STAMP_LOADED) ->
                stamp = stamps[slot];
                loaded = loaded | STAMP_LOADED;
                if
                :: stamp != COMPLETE(position) -> break
                :: else
                fi
            :: FOUND && !(loaded & WORD0_LOADED) -> word0 = words0[slot]; loaded = loaded | WORD0_LOADED
            :: FOUND && !(loaded & WORD1_LOADED) -> word1 = words1[slot]; loaded = loaded | WORD1_LOADED
            :: COPIED && !(loaded & AGAIN_LOADED) -> again = stamps[slot]; loaded = loaded | AGAIN_LOADED
            :: loaded == ALL_LOADED -> break
            od;
            atomic {
                if
                :: stamp == COMPLETE(position) && again == stamp ->
                    assert(word0 == PAYLOAD(position) && word1 == PAYLOAD(position));
                    assert(outcome[position] == OPEN);
                    assert(position >= lastOf[owners[position]]);
                    lastOf[owners[position]] = position + 1;
                    outcome[position] = TAKEN;
                    settled[slot] = position + 1;
                    taken++
                :: else ->
                    if
                    :: stamp >= COMPLETE(position) || accounted == end_ ->
                        assert(stamp >= COMPLETE(position) || fates[position] == DROPPED);
                        assert(outcome[position] == OPEN);
                        outcome[position] = MISSED;
                        settled[slot] = position + 1;
                        missed++
                    :: else
                    fi
                fi;
                loaded = 0; stamp = 0; word0 = 0; word1 = 0; again = 0
            };
passed:
            position++
        :: else -> break
        od;
        atomic {
            do
            :: cursor < position && settled[cursor % CAPACITY] == cursor + 1 -> cursor++
            :: else -> break
            od;
            position = 0; slot = 0; accounted = 0; end_ = 0
        }
    :: else -> break
    od;
    assert(cursor == CLAIMS && head == CLAIMS);
    assert(taken + missed == CLAIMS);
    assert(written + dropped == CLAIMS);
    assert(missed == dropped + written - taken);
    d_step {
        /* What nobody came after was not lost. */
        position = (CLAIMS > CAPACITY -> CLAIMS - CAPACITY : 0);
        do
        :: position < CLAIMS ->
            assert(fates[position] == DROPPED || outcome[position] == TAKEN);
            position++
        :: else -> break
        od
    }
}
