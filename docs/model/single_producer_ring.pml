/*
 * The ring with one producer: RingWriter and RingReader; with -DBULK, RingCopier, which copies whole stretches by one system
 * call each, as another process reads a trace file.
 *
 * Checked for every order of steps: no torn record is accepted, positions come in order and once, each is either accepted
 * or counted as overwritten, and counted as overwritten only if it was. No step but the reader's last waits for the
 * producer, so that a producer that stops for ever, anywhere, stops nobody.
 *
 * SPIN knows no weak memory; so it is built here. A store waits in a buffer until Memory makes it visible, in any order
 * but that of the fences and releases: these wait until the buffer is empty. That is no restriction, because the producer
 * loads nothing. Loads of one record happen in any order that the reader's acquire and fence leave open.
 *
 * Broken on purpose, and then refuted: NO_MARK, NO_FENCE, NO_RELEASE, NO_HEAD_RELEASE, NO_ACQUIRE, NO_READ_FENCE,
 * PARITY (the reader is content with any complete stamp, twice the same).
 */
#ifndef CAPACITY
#define CAPACITY 2
#endif
#ifndef RECORDS
#define RECORDS 5
#endif
#ifndef PASSES
#define PASSES 2
#endif

#define WRITING(p) (2 * (p) + 1)
#define COMPLETE(p) (2 * (p) + 2)
/* Both words of the payload; never 0, which is what the memory holds at first. */
#define PAYLOAD(p) ((p) + 1)

#define STAMP(slot) (slot)
#define WORD0(slot) (3 + (slot))
#define WORD1(slot) (6 + (slot))
#define HEAD 9
#define WORDS 10

byte memory[WORDS];
byte buffer[WORDS];
bool buffered[WORDS];
byte stores;
/* Of how many positions the producer has begun to write the record. */
byte begun;
bool ended;

#define MAKE_VISIBLE(a) :: d_step { buffered[a] -> memory[a] = buffer[a]; buffer[a] = 0; buffered[a] = false; stores-- }

active proctype Memory() {
end:
    do
    MAKE_VISIBLE(0)
    MAKE_VISIBLE(1)
    MAKE_VISIBLE(2)
    MAKE_VISIBLE(3)
    MAKE_VISIBLE(4)
    MAKE_VISIBLE(5)
    MAKE_VISIBLE(6)
    MAKE_VISIBLE(7)
    MAKE_VISIBLE(8)
    MAKE_VISIBLE(9)
    od
}

#define ALL_VISIBLE (stores == 0)

/* Two stores to one word keep their order. */
inline store(a, value) {
    atomic { !buffered[a] -> buffer[a] = value; buffered[a] = true; stores++ }
}

inline storeRelease(a, value) {
    atomic { ALL_VISIBLE -> buffer[a] = value; buffered[a] = true; stores++ }
}

active proctype Producer() {
    byte position;
    byte slot;

    do
    :: position < RECORDS ->
        begun = position + 1;
#ifndef NO_MARK
        store(STAMP(slot), WRITING(position));
#endif
#ifndef NO_FENCE
        ALL_VISIBLE;
#endif
        store(WORD0(slot), PAYLOAD(position));
        store(WORD1(slot), PAYLOAD(position));
#ifdef NO_RELEASE
        store(STAMP(slot), COMPLETE(position));
#else
        storeRelease(STAMP(slot), COMPLETE(position));
#endif
#ifdef NO_HEAD_RELEASE
        store(HEAD, position + 1);
#else
        storeRelease(HEAD, position + 1);
#endif
        d_step { position++; slot = (slot + 1) % CAPACITY }
    :: else -> break
    od;
    ALL_VISIBLE;
    ended = true
}

/* What was loaded of the record: the stamp, the words, and the stamp again or, in bulk, the head and the stamp again. */
#define STAMP_LOADED 1
#define WORD0_LOADED 2
#define WORD1_LOADED 4
#define AGAIN_LOADED 8
#define ALL_LOADED 15
#define STAMP_AGAIN_LOADED 16

#ifdef NO_READ_FENCE
#define COPIED (loaded & STAMP_LOADED)
#else
#define COPIED ((loaded & 7) == 7)
#endif

#ifdef BULK

active proctype Reader() {
    byte head;
    byte position;
    byte slot;
    byte loaded;
    byte stamp;
    byte word0;
    byte word1;
    byte headAgain;
    byte stampAgain;

    head = memory[HEAD];
    /* Any one of the records; each is judged for itself. */
    if
    :: head == 0 -> goto finished
    :: else -> position = (head > CAPACITY -> head - CAPACITY : 0)
    fi;
    do
    :: position + 1 < head -> position++
    :: break
    od;
    slot = position % CAPACITY;
    /* Nothing is known of the order within one system call. */
    do
    :: !(loaded & STAMP_LOADED) -> stamp = memory[STAMP(slot)]; loaded = loaded | STAMP_LOADED
    :: !(loaded & WORD0_LOADED) -> word0 = memory[WORD0(slot)]; loaded = loaded | WORD0_LOADED
    :: !(loaded & WORD1_LOADED) -> word1 = memory[WORD1(slot)]; loaded = loaded | WORD1_LOADED
    :: COPIED && !(loaded & AGAIN_LOADED) -> headAgain = memory[HEAD]; loaded = loaded | AGAIN_LOADED
    :: COPIED && !(loaded & STAMP_AGAIN_LOADED) ->
        stampAgain = memory[STAMP(slot)];
        loaded = loaded | STAMP_AGAIN_LOADED
    :: loaded == (ALL_LOADED | STAMP_AGAIN_LOADED) -> break
    od;
    /* If the head is just a lap ahead, the producer may be in the slot, or stand still before it. */
    if
    :: stamp == COMPLETE(position) && (position + CAPACITY > headAgain
            || position + CAPACITY == headAgain && stampAgain == COMPLETE(position)) ->
        assert(word0 == PAYLOAD(position) && word1 == PAYLOAD(position))
    :: else -> assert(begun > position + CAPACITY)
    fi;
finished:
    skip
}

#else

#ifdef NO_ACQUIRE
#define FOUND true
#else
#define FOUND (loaded & STAMP_LOADED)
#endif

#ifdef PARITY
#define INTACT (stamp == again && stamp != 0 && stamp % 2 == 0)
#else
#define INTACT (stamp == COMPLETE(cursor) && again == COMPLETE(cursor))
#endif

inline skipLapped() {
    d_step {
        if
        :: head > cursor + CAPACITY ->
            assert(begun >= head);
            overwritten = overwritten + head - CAPACITY - cursor;
            cursor = head - CAPACITY
        :: else
        fi
    }
}

active proctype Reader() {
    byte passes;
    byte head;
    byte cursor;
    byte slot;
    byte accepted;
    byte overwritten;
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
        :: ended -> last = true
        fi;
        head = memory[HEAD];
        skipLapped();
        do
        :: cursor < head ->
            slot = cursor % CAPACITY;
            do
            :: !(loaded & STAMP_LOADED) -> stamp = memory[STAMP(slot)]; loaded = loaded | STAMP_LOADED
            :: FOUND && !(loaded & WORD0_LOADED) -> word0 = memory[WORD0(slot)]; loaded = loaded | WORD0_LOADED
            :: FOUND && !(loaded & WORD1_LOADED) -> word1 = memory[WORD1(slot)]; loaded = loaded | WORD1_LOADED
            :: COPIED && !(loaded & AGAIN_LOADED) -> again = memory[STAMP(slot)]; loaded = loaded | AGAIN_LOADED
            :: loaded == ALL_LOADED -> break
            od;
            if
            :: INTACT ->
                d_step {
                    assert(word0 == PAYLOAD(cursor) && word1 == PAYLOAD(cursor));
                    accepted++;
                    cursor++;
                    loaded = 0; stamp = 0; word0 = 0; word1 = 0; again = 0
                }
            :: else ->
                d_step {
                    assert(begun > cursor + CAPACITY);
                    overwritten++;
                    cursor++;
                    loaded = 0; stamp = 0; word0 = 0; word1 = 0; again = 0
                };
                head = memory[HEAD];
                skipLapped()
            fi
        :: else -> break
        od
    :: else -> break
    od;
    assert(cursor == RECORDS);
    assert(accepted + overwritten == RECORDS)
}

#endif
