"""The channel: releases published to a static folder that anyone can verify, and fetched from it."""
