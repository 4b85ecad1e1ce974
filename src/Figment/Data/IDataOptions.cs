namespace Figment.Data;

/// <summary>What a user says of how data is to be read; each kind of data has a record of its own.</summary>
public interface IDataOptions;
