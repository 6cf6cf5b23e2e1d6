"""Lines of events whose texts try to break out of a page, and whose numbers are at their limits."""
import json

EVIL = '</script><img src=x onerror=alert(1)><!--<script>'
LARGEST = 2 ** 64 - 1


def line(kind, position, **fields):
    time = 1_795_000_000_000_000_000 + position * 1_000
    print(json.dumps({'time_unix_nano': str(time), 'timestamp': '2026-11-18T11:06:40.000000000Z', 'event_type': kind,
                      'thread_id': 7, 'thread_name': EVIL, 'position': position, 'sample_rate': 0.5,
                      'correlation_id': str(LARGEST), 'labels': {str(LARGEST - 1): EVIL, '5': '__proto__'}, **fields}))


for at in range(3):
    line('priming', 4 * at, priming_type='semantic', strength=None, source_node=str(LARGEST - 1),
         target_node=str(LARGEST))
    line('interference', 4 * at + 1, interference_type='fan', magnitude=-2.5, target_node='5',
         competing_nodes=[str(LARGEST), '0'], competing_count=65535)
    line('reconsolidation', 4 * at + 2, node=str(LARGEST), window_position=None, modification_count=65535,
         modified_fields=str(LARGEST), plasticity_factor=1e30)
    # With a gap of three positions between one round and the next but for the last.
    line('false_memory', 4 * at + (3 if at < 2 else 6), critical_lure=str(LARGEST - 1), source_nodes=[],
         source_list_size=0, reconstruction_confidence=0.25)
