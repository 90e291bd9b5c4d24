"""Travel, hotel and meals of people who take part, and the lists for the hotel and the driver."""
