"""What is published: canonical bytes, the content hash, exporters, the build of a release and its proof."""
