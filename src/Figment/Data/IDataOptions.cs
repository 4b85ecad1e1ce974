namespace Figment.Data;

/// <summary>How the user wants the data to be read. Each kind of data has its own record of options.</summary>
public interface IDataOptions;
