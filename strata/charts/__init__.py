"""Results drawn as Plotly figures and as words for those who cannot see them; no Streamlit here."""
