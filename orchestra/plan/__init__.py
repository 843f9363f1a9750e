"""From beliefs, a catalogue and costs to ranked plans."""
