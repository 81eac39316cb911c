"""The other rooms: claims, sources, reports, the queue, settings. Each is built when it is first entered."""
