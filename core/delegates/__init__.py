"""Work on phones without a network: intakes by delegates, reports of visits, each sent exactly once later."""
