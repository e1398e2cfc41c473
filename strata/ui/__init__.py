"""The only Streamlit code outside the pages: state, cache, segment builder, cards, chart frame."""
